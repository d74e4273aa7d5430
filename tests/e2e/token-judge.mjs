// Microsoft's own validator judges tokens of the channel. Reads {appId, metadata, issuer, activity, headers: [..]} from standard input and writes one
// verdict per header as a JSON array: "accept" or "refuse: why".
import { readFileSync } from "node:fs";
import connector from "botframework-connector";

const asked = JSON.parse(readFileSync(0, "utf8"));
const { AuthenticationConfiguration, BotFrameworkAuthenticationFactory, PasswordServiceClientCredentialFactory } = connector;
const judge = BotFrameworkAuthenticationFactory.create(
  "",
  true,
  "https://login.microsoftonline.com/botframework.com",
  "https://api.botframework.com",
  asked.issuer,
  "https://api.botframework.com",
  asked.metadata,
  "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
  "",
  new PasswordServiceClientCredentialFactory(asked.appId, "unused", "unused"),
  new AuthenticationConfiguration(),
);

const verdicts = [];
for (const header of asked.headers) {
  try {
    await judge.authenticateRequest(structuredClone(asked.activity), header ?? "");
    verdicts.push("accept");
  } catch (refusal) {
    verdicts.push(`refuse: ${refusal.message}`);
  }
}
console.log(JSON.stringify(verdicts));
