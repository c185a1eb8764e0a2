// A world of a test's own: an emulator on a port of its own, whose clock stands still; and the clients of the test.

import assert from "node:assert/strict";

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";

import { endpoint, settings, uniqueName } from "./support.mjs";

async function fetched(method, url, body) {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${url}: ${text}`);
  return text;
}

const ask = async (...request) => JSON.parse(await fetched(...request));

export class World {
  // Runs a test in a world, which is gone afterwards: test("...", World.test(async (world) => ...)).
  static test = (body) => async () => {
    const name = uniqueName("javascript");
    const { port } = await ask("POST", `${endpoint}/_understudy/worlds`, { name, clock: "manual", port: 0 });
    const world = new World(`http://127.0.0.1:${port}`);
    try {
      await body(world);
    } finally {
      for (const client of [world.sqs, world.sns, world.dynamodb, world.sts]) client.destroy();
      await ask("DELETE", `${endpoint}/_understudy/worlds/${name}`);
    }
  };

  constructor(own) {
    const known = { ...settings, endpoint: own, maxAttempts: 3 };
    this.endpoint = own;
    this.sqs = new SQSClient(known);
    this.sns = new SNSClient(known);
    this.dynamodb = new DynamoDBClient(known);
    this.sts = new STSClient(known);
  }

  control = (method, path, body) => ask(method, `${this.endpoint}/_understudy/${path}`, body);
  advance = (by) => this.control("POST", "clock/advance", { by });
  fault = (rule) => this.control("POST", "faults", rule);

  // How many calls the only fault struck.
  strikes = async () => (await this.control("GET", "faults")).faults[0].strikes;

  makeTopics(count) {
    const topic = (n) => [`T${n}`, { Type: "AWS::SNS::Topic", Properties: { TopicName: `topic-${n}` } }];
    return this.control("PUT", "bootstrap", { Resources: Object.fromEntries(Array.from({ length: count }, (_, n) => topic(n))) });
  }

  // Resolves when a long poll waits.
  async untilPolled() {
    while (!(await fetched("GET", `${this.endpoint}/metrics`)).includes("\nunderstudy_sqs_parked_polls 1\n"));
  }
}
