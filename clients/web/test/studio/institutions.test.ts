import { beforeEach, describe, expect, it, vi } from "vitest";
import { leave } from "../../src/studio/institutions";

let sent: unknown[];
let gone: string[];
let status: number;
let door: { busy: boolean; failure: string };

beforeEach(() => {
  [sent, gone, status, door] = [[], [], 200, { busy: false, failure: "before" }];
  vi.stubGlobal("location", { assign: (address: string) => void gone.push(address) });
  vi.stubGlobal("fetch", (_: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body));
    return Promise.resolve(new Response(JSON.stringify({ address: "https://idp.example/", detail: "The institution is silent." }), { status }));
  });
});

describe("a door to one's institution", () => {
  it("sends the browser there with the invitation, and stays shut meanwhile", async () => {
    await leave(door, "token");
    expect([sent, gone, door]).toEqual([[{ invitation: "token" }], ["https://idp.example/"], { busy: true, failure: "" }]);
  });

  it("says why it leads nowhere, and can be tried again", async () => {
    status = 502;
    await leave(door);
    expect([gone, door.busy]).toEqual([[], false]);
    expect(door.failure).not.toBe("");
  });
});
