import { createConfig } from "ponder";
import { type Hex, http, parseAbi, type Transport } from "viem";

const abi = parseAbi([
  "event BatchAnchored(bytes32 indexed stream, uint32 epoch, uint64 firstSequence, uint32 count, bytes32 root, bytes dataCid, bytes32 runningHash)",
]);

// Ponder gives up after 10 s, which a block full of logs takes on a busy machine, and then asks again.
const patient: Transport = (options) => http(process.env.CHAIN_RPC)({ ...options, timeout: 120_000 });

// The database is $DATABASE_URL.
export default createConfig({
  chains: {
    consortium: { id: Number(process.env.CHAIN_ID), rpc: patient },
  },
  contracts: {
    EventAnchor: {
      chain: "consortium",
      abi,
      address: process.env.EVENT_ANCHOR as Hex,
      startBlock: Number(process.env.FIRST_BLOCK),
      endBlock: Number(process.env.LAST_BLOCK),
    },
  },
});
