/** A column of a table whose slot knows what a row is; the library's own knows only that it is a record. */
import { ElTableColumn } from 'element-plus'

type Column<Row> = new () => {
  $props: Parameters<typeof ElTableColumn>[0]
  $slots: { default?: (given: { row: Row }) => unknown }
}

export function columnOf<Row>(): Column<Row> {
  return ElTableColumn as unknown as Column<Row>
}
