import assert from "node:assert/strict";
import { test } from "node:test";

import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import { settings } from "./support.mjs";

test("the caller has an account and an ARN", async () => {
  const sts = new STSClient(settings);
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  assert.match(identity.Account, /^\d{12}$/);
  assert.ok(identity.Arn.includes(`::${identity.Account}:`));
  assert.ok(identity.UserId);
  sts.destroy();
});
