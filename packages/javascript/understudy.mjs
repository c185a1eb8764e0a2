// Tests of event-driven code that never sleep: an Understudy emulator, its clock, its events and its faults.
//
//     const aws = await start({ clock: "manual" });
//     const mark = await aws.mark();
//     await publishSomething();
//     const sent = await aws.wait({ type: "sqs.message_sent", resource: "orders" }, { after: mark });
//     await aws.stop();
//
// Durations are written "30s", "5m", "1500ms", or as numbers of milliseconds. Needs nothing but Node.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What was waited for did not happen, or what should not have happened did. The message ends with the timeline. */
export class WaitFailed extends Error {
  constructor(answer) {
    super([answer.error, answer.timeline].filter(Boolean).join("\n"));
    this.name = "WaitFailed";
    this.answer = answer;
  }
}

/** The emulator does not understand what it was asked, or has no such thing. */
export class Refused extends Error {
  constructor(status, error) {
    super(`${status}: ${error}`);
    this.name = "Refused";
    this.status = status;
  }
}

/** An emulator that runs already, wherever it is. */
export class Emulator {
  #began = 0; // a wait looks no further back, unless it is told to

  constructor(endpoint) {
    this.endpoint = endpoint.replace(/\/$/, "");
  }

  /** What a client of the AWS SDK is to be made with. */
  settings({ account = "000000000000", region = "us-east-1" } = {}) {
    return { endpoint: this.endpoint, region, credentials: { accessKeyId: account, secretAccessKey: "test" } };
  }

  clock = () => this.#get("clock");
  timers = async () => (await this.#get("clock/timers")).timers;
  /** { by: "30s" } or { to: instant or "next" }: returns when all that came due has settled. */
  advance = (how) => this.#post("clock/advance", how);
  pause = () => this.#post("clock/pause");
  resume = () => this.#post("clock/resume");

  /** A place in the order of events: waits with { after: mark } miss nothing that happens from now on. */
  mark = async () => (await this.#get("mark")).mark;
  events = async (match = {}) =>
    (await this.#get(`events?${new URLSearchParams({ after: this.#began, ...match })}`)).events;
  /** The first event that matches, as soon as there is one. */
  wait = async (match, { after = this.#began, timeout = "3s" } = {}) => (await this.#post("wait", { match, after, timeout })).event;
  /** The same in the emulator's time: whenever all is settled, its clock jumps to the next timer. */
  runUntil = async (match, { max = "1h", after = this.#began, timeout = "5s" } = {}) =>
    (await this.#post("run-until", { match, max, after, timeout })).event;
  /** Waits until a consumer is done with the message, whether SNS or SQS gave it the id. */
  handled = (messageId, options) => this.wait({ handled: messageId }, options);
  settle = (timeout = "5s") => this.#post("settle", { timeout });
  /** Proves that no such event happened, nor will. Returns what the proof relies on. */
  expectNone = async (match, { after = this.#began, timeout = "5s" } = {}) =>
    (await this.#post("expect-none", { match, after, timeout })).relied_on;
  timeline = () => this.#ask("GET", "timeline");
  /** A message's life, line by line. */
  explain = async (messageId) => (await this.#get(`explain/${encodeURIComponent(messageId)}`)).story;

  /** { operation: "SendMessage", code: "ServiceUnavailable", status: 503, times: 2 }; returns its number. Not only errors:
   *  { drop: "before" } or "after" the call's effect, { latency: "2s" }, { entries: [1] } of a batch,
   *  { delivery: "duplicate" } or "reorder". */
  fault = async (rule) => (await this.#post("faults", rule)).id;
  faults = async () => (await this.#get("faults")).faults;
  removeFault = (number) => this.#ask("DELETE", `faults/${number}`);
  save = (name) => this.#post(`snapshots/${encodeURIComponent(name)}`);
  restore = (name) => this.#post(`snapshots/${encodeURIComponent(name)}/restore`);
  /** Empties the emulator, all of it or one account; "resources" can be kept. What happened before is of no concern to later
   *  waits. */
  reset = async ({ keep = "nothing", account } = {}) => {
    await this.#post("reset", { keep, account });
    this.#began = await this.mark();
  };
  /** An emulator of its own in the same process, until `remove()`: for tests that run in parallel. */
  world = async (name, { clock = "manual" } = {}) => {
    await this.#post("worlds", { name, clock });
    const world = new Emulator(`${this.endpoint}/_world/${name}`);
    world.remove = () => this.#ask("DELETE", `worlds/${name}`);
    return world;
  };

  #get = async (path) => JSON.parse(await this.#ask("GET", path));
  #post = async (path, body = {}) => JSON.parse(await this.#ask("POST", path, body));

  // Not fetch(): it gives up on an answer after five minutes, and keeps connections open when a test is over.
  #ask(method, path, body) {
    const url = `${this.endpoint}/_understudy/${path}`;
    const headers = { "Content-Type": "application/json" };
    return new Promise((resolve, reject) => {
      const request = http.request(url, { method, headers, agent: false }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (piece) => (text += piece));
        response.on("end", () => {
          if (response.statusCode < 400) return resolve(text);
          const answer = JSON.parse(text);
          reject("timeline" in answer ? new WaitFailed(answer) : new Refused(response.statusCode, answer.error));
        });
      });
      request.on("error", reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

/** An emulator of its own on a free port. `binary` is UNDERSTUDY_BINARY of the environment, or on the path. */
export async function start({ binary, clock = "real", args = [] } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "understudy-"));
  const portFile = join(folder, "port");
  const flags = ["serve", "--listen", "127.0.0.1:0", "--port-file", portFile, "--clock", clock, "--log-level", "warn"];
  const child = spawn(binary ?? process.env.UNDERSTUDY_BINARY ?? "understudy", [...flags, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  // It says when it listens; nobody guesses how long that takes.
  await new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (piece) => (said += piece).includes("Ready.\n") && resolve());
    child.once("error", reject);
    child.once("close", () => reject(new Error("the emulator did not start")));
  });
  const aws = new Emulator(`http://127.0.0.1:${(await readFile(portFile, "utf8")).trim()}`);
  aws.stop = async () => {
    child.kill();
    await ended;
    await rm(folder, { recursive: true });
  };
  return aws;
}
