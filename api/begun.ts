/** What is made of a stream, once that has begun. */
import { Schema, Stream } from "effect"
import { classify } from "#warehouse/clickhouse.ts"
import { StatementRejected, type WarehouseError, WarehouseUnavailable } from "#warehouse/errors.ts"

/**
 * The first item is waited for before anything is made of them, so that a source that cannot begin fails
 * instead of breaking off behind a header.
 */
export async function* begun<A, B>(
  source: AsyncIterable<A>,
  make: (items: AsyncIterable<A>) => AsyncIterable<B>,
): AsyncGenerator<B> {
  const iterator = source[Symbol.asyncIterator]()
  try {
    let next = await iterator.next()
    async function* items() {
      for (; !next.done; next = await iterator.next()) yield next.value
    }
    yield* make(items())
  } finally {
    await iterator.return?.()
  }
}

const isWarehouseError = Schema.is(Schema.Union([WarehouseUnavailable, StatementRejected]))

/** As a stream that fails as its source does. */
export const piecesFrom = (
  pieces: AsyncIterable<Uint8Array>,
): Stream.Stream<Uint8Array, WarehouseError> =>
  Stream.fromAsyncIterable(pieces, (cause) =>
    isWarehouseError(cause) ? cause : classify("query")(cause),
  )
