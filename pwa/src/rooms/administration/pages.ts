/** Reading a list that the server gives out page by page. */
interface Page<Row> {
  rows: Row[]
  cursor: string | null
}

/** All rows: for lists of which every page is wanted. */
export async function allPages<Row>(
  read: (after: string | null) => Promise<Page<Row>>,
): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const page: Page<Row> = await read(cursor)
    rows.push(...page.rows)
    cursor = page.cursor
  } while (cursor)
  return rows
}
