import { createConfig } from "ponder";
import { type Hex, parseAbi } from "viem";

const abi = parseAbi([
  "event BatchAnchored(bytes32 indexed stream, uint32 epoch, uint64 firstSequence, uint32 count, bytes32 root, bytes dataCid, bytes32 runningHash)",
]);

// The database is $DATABASE_URL.
export default createConfig({
  chains: {
    consortium: { id: Number(process.env.CHAIN_ID), rpc: process.env.CHAIN_RPC },
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
