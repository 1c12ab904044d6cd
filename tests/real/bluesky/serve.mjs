// Starts a directory of accounts in memory and a server beside it: node serve.mjs FOLDER PLC_PORT PDS_PORT
import { createRequire } from "node:module";

const [folder, plcPort, pdsPort] = process.argv.slice(2);
const require = createRequire(`${process.cwd()}/package.json`);
const { Database, PlcServer } = require("@did-plc/server");
const { PDS, envToCfg, envToSecrets, readEnv } = require("@atproto/pds");

await PlcServer.create({ db: Database.mock(), port: Number(plcPort) }).start();

Object.assign(process.env, {
  LOG_ENABLED: "false",
  PDS_ADMIN_PASSWORD: "made-up-for-tests",
  PDS_BLOBSTORE_DISK_LOCATION: `${folder}/blobs`,
  // Nothing answers there: what other servers know is not asked for in these tests.
  PDS_BSKY_APP_VIEW_DID: "did:example:nobody",
  PDS_BSKY_APP_VIEW_URL: "http://localhost:1",
  PDS_DATA_DIRECTORY: folder,
  PDS_DEV_MODE: "true",
  PDS_DID_PLC_URL: `http://localhost:${plcPort}`,
  PDS_HOSTNAME: "localhost",
  PDS_INVITE_REQUIRED: "false",
  PDS_JWT_SECRET: "made-up-for-tests-".repeat(2),
  PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX: "17".repeat(32),
  PDS_PORT: pdsPort,
  PDS_RATE_LIMITS_ENABLED: "false",
  PDS_SERVICE_HANDLE_DOMAINS: ".test",
});
const environment = readEnv();
const pds = await PDS.create(envToCfg(environment), envToSecrets(environment));
await pds.start();
console.log("ready");
