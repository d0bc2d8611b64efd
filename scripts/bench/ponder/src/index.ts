import { ponder } from "ponder:registry";
import { logs } from "ponder:schema";

const plain = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);

ponder.on("EventAnchor:BatchAnchored", async ({ event, context }) => {
  await context.db.insert(logs).values({
    blockHash: event.block.hash,
    transactionHash: event.transaction.hash,
    logIndex: event.log.logIndex,
    transactionIndex: event.transaction.transactionIndex,
    blockNumber: event.block.number,
    blockTime: event.block.timestamp,
    address: event.log.address,
    contract: "EventAnchor",
    topics: event.log.topics.join(","),
    data: event.log.data,
    event: "BatchAnchored",
    arguments: JSON.stringify(event.args, plain),
  });
});
