import { Backoff } from "./backoff";
import type { Carried } from "./carried";
import { decode, encode } from "./frames";
import type { ServerFrame } from "./frames";
import { FROM_SERVER, NUMBERED, SUBPROTOCOL } from "./wire.gen";
import type { FromClient, FromServer, Hello, Problem, Welcome } from "./wire.gen";

const HEARTBEAT_MS = 5_000;
const SILENCE_MS = 15_000;
const WAITING_QUESTIONS = 8;

/** The part of a WebSocket that a connection uses. */
export type Socket = Pick<WebSocket, "binaryType" | "onopen" | "onmessage" | "onclose" | "onerror" | "send" | "close">;

/** `connecting` at first, `open` after the welcome, `lost` while trying again, `closed` when the visit was ended here. */
export type Link = "connecting" | "open" | "lost" | "closed";

export interface ConnectionOptions {
  url: string;
  /** What to say at the beginning of each attempt; `resume` and `received` are added. */
  hello: () => Hello;
  onMessage: (frame: ServerFrame) => void;
  onLink: (link: Link) => void;
  open?: (url: string, subprotocol: string) => Socket;
  random?: () => number;
}

/** A visit's line to the server: it heals by itself, and a resumed visit neither loses nor repeats a numbered message. */
export class Connection {
  link: Link = "closed";
  /** Numbered messages of this visit that have arrived. */
  received = 0;
  private resume: string | undefined;
  private visit = "";
  /** Whether this socket has said hello: the server may hold a visit for it, even before the welcome. */
  private greeted = false;
  private socket: Socket | null = null;
  private heartbeat: ReturnType<typeof setInterval> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private retryAfter = 0;
  private waiting: FromClient["visitor-asked"][] = [];
  private readonly backoff: Backoff;

  constructor(private readonly options: ConnectionOptions) {
    this.backoff = new Backoff(options.random);
  }

  /** Connect, and keep connected until `close`. */
  start(): void {
    if (this.socket !== null) return;
    clearTimeout(this.retry);
    if (this.link === "closed") this.become("connecting");
    this.attempt();
  }

  /** Begin with a visit that went on elsewhere, of which so much has arrived. */
  takeUp({ visit, resume, received }: Carried): void {
    [this.visit, this.resume, this.received] = [visit, resume, received];
  }

  /** Try at once instead of waiting, for instance when the network is back. */
  hurry(): void {
    if (this.link === "lost" && this.socket === null) this.start();
  }

  /** Send now; a question waits for the connection, anything else would be stale by then and is dropped. */
  send<Name extends keyof FromClient>(name: Name, fields: FromClient[Name]): boolean {
    if (this.link === "open" && this.socket !== null) {
      this.socket.send(encode(name, fields));
      return true;
    }
    if (name === "visitor-asked" && this.waiting.length < WAITING_QUESTIONS) {
      this.waiting.push(fields as FromClient["visitor-asked"]);
    }
    return false;
  }

  /** Say goodbye: the server keeps nothing to resume. */
  close(): void {
    if (this.greeted) this.socket?.send(encode("goodbye", {}));
    this.leave();
  }

  /** Go without a word: whoever has its token may take the visit up. */
  leave(): void {
    this.resume = undefined;
    this.received = 0;
    clearTimeout(this.retry);
    this.drop();
    this.become("closed");
  }

  private attempt(): void {
    const open = this.options.open ?? ((url, subprotocol) => new WebSocket(url, subprotocol));
    let socket: Socket;
    try {
      socket = open(this.options.url, SUBPROTOCOL);
    } catch {
      this.lost();
      return;
    }
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      socket.send(encode("hello", this.hello()));
      this.greeted = true;
    };
    socket.onmessage = (event) => this.arrived(event.data as ArrayBuffer);
    socket.onclose = () => this.lost();
    socket.onerror = () => undefined;
    this.heard();
  }

  private hello(): Hello {
    const hello = this.options.hello();
    return this.resume === undefined ? hello : { ...hello, resume: this.resume, received: this.received };
  }

  private arrived(data: ArrayBuffer): void {
    this.heard();
    const frame = decode(data);
    if (frame === null || !known(frame[0])) return;
    const message = frame as unknown as ServerFrame;
    if (message[0] === "welcome") this.welcomed(message[1]);
    if (message[0] === "problem") this.told(message[1]);
    if (NUMBERED.includes(message[0])) this.received += 1;
    this.options.onMessage(message);
  }

  private welcomed(welcome: Welcome): void {
    if (!welcome.resumed || welcome.visit !== this.visit) this.received = 0;
    this.visit = welcome.visit;
    this.resume = welcome.resume;
    this.retryAfter = 0;
    this.backoff.reset();
    clearInterval(this.heartbeat);
    this.heartbeat = setInterval(() => this.beat(), HEARTBEAT_MS);
    this.become("open");
    for (const question of this.waiting.splice(0)) this.send("visitor-asked", question);
  }

  private told(problem: Problem): void {
    this.retryAfter = 1000 * (problem.retry_after ?? 0);
  }

  private beat(): void {
    this.send("heartbeat", { t: performance.now(), received: this.received });
  }

  private heard(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.lost(), SILENCE_MS);
  }

  private lost(): void {
    this.drop();
    if (this.link === "closed") return;
    this.become("lost");
    this.retry = setTimeout(() => this.start(), this.backoff.next(this.retryAfter));
  }

  private drop(): void {
    clearInterval(this.heartbeat);
    clearTimeout(this.silence);
    clearTimeout(this.retry);
    const socket = this.socket;
    this.socket = null;
    this.greeted = false;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close();
  }

  private become(link: Link): void {
    if (link === this.link) return;
    this.link = link;
    this.options.onLink(link);
  }
}

const names: ReadonlySet<string> = new Set(FROM_SERVER);

function known(name: string): name is keyof FromServer {
  return names.has(name);
}
