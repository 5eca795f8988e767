/**
 * Between Dexie and the disk: the `body` of every row of every table is sealed when it is written and opened when it is
 * read, in the same turn, so that transactions stay whole. Index columns stay as they are. What another key sealed is
 * in no list and is not found.
 */
import type {
  DBCore,
  DBCoreCursor,
  DBCoreMutateRequest,
  DBCoreTable,
  DBCoreTableSchema,
  Middleware,
} from 'dexie'
import { type Envelope, isEnvelope } from './envelope'
import { type DataKey, heldKey, Locked, Tampered } from './keys'
import { pack, unpack } from './packing'
import { staysOpen } from './plain'

type Row = Record<string, unknown>

/** A row is known by its primary key, or where the database gives that out, by its unique index. */
function identity(schema: DBCoreTableSchema): (row: Row) => unknown {
  const given = schema.primaryKey.autoIncrement && schema.indexes.find((index) => index.unique)
  const extract = (given || schema.primaryKey).extractKey
  if (!extract) throw new Error(`${schema.name}: rows are not known by a column`)
  return extract
}

function sealer(schema: DBCoreTableSchema) {
  const idOf = identity(schema)
  const bound = (row: Row, key: string) =>
    new TextEncoder().encode(JSON.stringify([schema.name, idOf(row), key]))

  function keyFor(row: Row): DataKey {
    const key = heldKey()
    if (!key || ('person' in row && row.person !== key.person)) throw new Locked(schema.name)
    if (schema.name === 'meta' && !String(row.key).includes(key.person))
      throw new Error(
        `meta ${String(row.key)}: name the person, or say in plain.ts that it is nobody's`,
      )
    return key
  }

  function seal(row: Row): Row {
    if (!('body' in row) || isEnvelope(row.body) || staysOpen(schema.name, row)) return row
    const key = keyFor(row)
    const body: Envelope = { key: key.id, bytes: key.seal(pack(row.body), bound(row, key.id)) }
    return { ...row, body }
  }

  function open(row: Row | undefined): Row | undefined {
    if (!isEnvelope(row?.body)) return row
    const key = heldKey()
    if (key?.id !== row.body.key) return undefined
    try {
      return { ...row, body: unpack(key.open(row.body.bytes, bound(row, key.id))) }
    } catch (cause) {
      throw new Tampered(`${schema.name} ${String(idOf(row))}`, { cause })
    }
  }

  return { seal, open }
}

function opening(cursor: DBCoreCursor, open: (row: Row) => unknown): DBCoreCursor {
  return Object.create(cursor, {
    key: { get: () => cursor.key as unknown },
    primaryKey: { get: () => cursor.primaryKey as unknown },
    value: { get: () => open(cursor.value as Row) ?? (cursor.value as Row) },
  }) as DBCoreCursor
}

/**
 * Before anybody has given a PIN: rows that are sealed are read and written as they lie there, rows of an older version
 * stay open until the first PIN.
 */
const upgrading = ({ trans }: { trans: unknown }) =>
  (trans as IDBTransaction).mode === 'versionchange'

function sealed(table: DBCoreTable): DBCoreTable {
  const { seal, open } = sealer(table.schema)
  const openFor = (request: { trans: unknown }) =>
    upgrading(request) ? (row: Row | undefined) => row : open
  const shut = (request: DBCoreMutateRequest): DBCoreMutateRequest =>
    (request.type === 'add' || request.type === 'put') && !upgrading(request)
      ? ({ ...request, values: request.values.map(seal) } as DBCoreMutateRequest)
      : request
  return {
    ...table,
    mutate: (request) => table.mutate(shut(request)),
    get: (request) => table.get(request).then(openFor(request)),
    getMany: (request) => table.getMany(request).then((rows: Row[]) => rows.map(openFor(request))),
    query: (request) =>
      table.query(request).then((answer) => {
        if (!request.values) return answer
        const result = (answer.result as Row[])
          .map(openFor(request))
          .filter((row) => row !== undefined)
        return { ...answer, result }
      }),
    openCursor: (request) =>
      table
        .openCursor(request)
        .then((cursor) => (cursor && request.values ? opening(cursor, openFor(request)) : cursor)),
  }
}

export const sealing: Middleware<DBCore> = {
  stack: 'dbcore',
  name: 'sealing',
  level: -10, // nearest to the disk: what stands above sees open bodies
  create: (core) => ({ table: (name) => sealed(core.table(name)) }),
}
