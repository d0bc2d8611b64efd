import { index, onchainTable, primaryKey } from "ponder";

// The columns, key and indexes of our table of that name (api/tables/chain.py), by the types that Ponder has for them.
export const logs = onchainTable(
  "logs",
  (t) => ({
    blockHash: t.hex().notNull(),
    transactionHash: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    transactionIndex: t.integer().notNull(),
    blockNumber: t.int8({ mode: "bigint" }).notNull(),
    blockTime: t.int8({ mode: "bigint" }).notNull(),
    address: t.hex().notNull(),
    contract: t.text().notNull(),
    topics: t.text().notNull(),
    data: t.hex().notNull(),
    event: t.text().notNull(),
    arguments: t.text().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.blockNumber, table.logIndex] }),
    transaction: index().on(table.transactionHash, table.logIndex),
  }),
);
