import { Decoder, Encoder } from "@msgpack/msgpack";
import type { Socket } from "../src/connection";
import type { FromServer } from "../src/wire.gen";

/** A socket in memory: the seam between a connection and the network. */
export class MemorySocket implements Socket {
  binaryType: BinaryType = "blob";
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  onerror: Socket["onerror"] = null;
  readonly sent: [string, Record<string, unknown>][] = [];
  closed = false;

  constructor(readonly url: string, readonly subprotocol: string) {}

  send(data: Parameters<Socket["send"]>[0]): void {
    this.sent.push(new Decoder().decode(data as Uint8Array) as [string, Record<string, unknown>]);
  }

  close(): void {
    this.closed = true;
  }

  accept(): void {
    this.onopen?.call(this as unknown as WebSocket, new Event("open"));
  }

  cut(): void {
    this.onclose?.call(this as unknown as WebSocket, new Event("close") as CloseEvent);
  }

  say<Name extends keyof FromServer>(name: Name, fields: FromServer[Name]): void {
    this.raw(new Encoder().encode([name, fields]));
  }

  raw(bytes: Uint8Array): void {
    const data = bytes.slice().buffer;
    this.onmessage?.call(this as unknown as WebSocket, new MessageEvent("message", { data }));
  }

  named(name: string): Record<string, unknown>[] {
    return this.sent.filter(([sent]) => sent === name).map(([, fields]) => fields);
  }
}
