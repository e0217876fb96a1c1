// Guards the statements that a table's columns become: one cell's tables, locks in id order, terminal states kept.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statementsOf, type Table } from './table.ts';

const tasks: Table<'tasks'> = {
  name: 'tasks',
  columns: { id: 'text', kind: 'text', subjectId: 'text', dueAt: 'timestamptz', attempt: 'int4' },
  mutable: ['dueAt', 'attempt'],
};

const payouts: Pick<Table<'payouts'>, 'name' | 'mutable' | 'open'> & { columns: object } = {
  name: 'payouts',
  columns: { id: 'text', referenceScope: 'text', reference: 'text', status: 'text', details: 'jsonb' },
  mutable: ['status', 'details'],
  open: "t.status = 'pending'",
};

test('a row is loaded by its names, locked as asked, in id order', () => {
  const { load } = statementsOf(tasks, 'cell_07');
  const unlocked =
    'select t.id as "id", t.kind as "kind", t.subject_id as "subjectId", t.due_at as "dueAt", t.attempt as "attempt" ' +
    'from cell_07.tasks t where t.id = any($1::text[]) order by t.id';
  assert.equal(load('tasks', 'none'), unlocked);
  assert.equal(load('tasks', 'wait'), `${unlocked} for update of t`);
  assert.equal(load('tasks', 'nowait'), `${unlocked} for update of t nowait`);
});

test('a name of several parts takes an array for each', () => {
  const { load } = statementsOf(payouts as Table<'payouts'>, 'cell_00');
  assert.match(
    load('payoutsByReference', 'none'),
    / from unnest\(\$1::text\[\], \$2::text\[\]\) as k\(k0, k1\), lateral .* where o\.reference_scope = k\.k0 and o\.reference = k\.k1 offset 0\)/,
  );
});

test('rows are written column by column, details from their text, and only open ones are changed', () => {
  const { insert, update, remove } = statementsOf(payouts as Table<'payouts'>, 'cell_00');
  assert.equal(
    insert([]).text,
    'insert into cell_00.payouts (id, reference_scope, reference, status, details) ' +
      'select v.id, v.reference_scope, v.reference, v.status, v.details::jsonb ' +
      'from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) ' +
      'as v(id, reference_scope, reference, status, details)',
  );
  assert.equal(
    update.text,
    'update cell_00.payouts t set status = v.status, details = v.details from ' +
      '(select v.id, v.status, v.details::jsonb as details from unnest($1::text[], $2::text[], $3::text[]) ' +
      "as v(id, status, details)) v where t.id = v.id and t.status = 'pending'",
  );
  assert.equal(remove, 'delete from cell_00.payouts t where t.id = any($1::text[])');
  assert.deepEqual(
    [insert([]), update].map(({ columns }) => columns.map(({ name }) => name)),
    [
      ['id', 'referenceScope', 'reference', 'status', 'details'],
      ['id', 'status', 'details'],
    ],
  );
});

test('rows that hold nothing unusual are written without the columns in which they could', () => {
  const usual = { details: null, attempt: 0 } as object;
  const { insert } = statementsOf({ ...tasks, usual }, 'cell_00');
  const row = { id: 'T1', kind: 'k', subjectId: 'C1', dueAt: 0, attempt: 0, details: null };
  const columnsOf = (...rows: object[]) => insert(rows).columns.map(({ name }) => name);
  const lean = ['id', 'kind', 'subjectId', 'dueAt'];
  const batches: [rows: object[], columns: string[]][] = [
    [[row], lean],
    [[row, { ...row, id: 'T2', dueAt: 9 }], lean],
    [
      [row, { ...row, id: 'T2', attempt: 1 }],
      [...lean, 'attempt'],
    ],
    [
      [{ ...row, details: {} }, row],
      [...lean, 'attempt'],
    ],
  ];
  for (const [rows, columns] of batches) assert.deepEqual(columnsOf(...rows), columns);
  assert.equal(
    insert([row]).text,
    'insert into cell_00.tasks (id, kind, subject_id, due_at) select v.id, v.kind, v.subject_id, v.due_at ' +
      'from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) as v(id, kind, subject_id, due_at)',
  );
  assert.equal(statementsOf(tasks, 'cell_00').insert([row]).columns.length, 5);
});
