// Conformance as a JavaScript program sees it. The tests know an endpoint, and nothing of what answers there.
// UNDERSTUDY_ENDPOINT names it. Only what calls advance() needs more than the AWS API: a clock that can be moved.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

export const endpoint = process.env.UNDERSTUDY_ENDPOINT;

export const settings = {
  endpoint,
  region: process.env.AWS_REGION ?? "us-east-1",
  credentials: {
    accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? "test",
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? "test",
  },
  maxAttempts: 1, // an answer that only a retry makes good is not a good answer
};

export const uniqueName = (what) => `${what}-${randomUUID()}`;

export async function advance(by) {
  const answer = await fetch(`${endpoint}/_understudy/clock/advance`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ by }),
  });
  assert.equal(answer.status, 200);
}

// Asserts that a call is refused with such members in its error.
export async function refused(call, expected) {
  await assert.rejects(call, (error) => {
    for (const [key, value] of Object.entries(expected)) {
      assert.equal(key === "status" ? error.$metadata.httpStatusCode : error[key], value, `${key} of ${error}`);
    }
    return true;
  });
}
