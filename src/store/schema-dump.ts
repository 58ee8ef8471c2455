import type { OwnerSession } from './sql.ts'

/**
 * The schema as text that is the same on every database and version of PostgreSQL: what `schema.sql` holds, so
 * that a change to it is read in review. The owner's name differs by installation and is written as `owner`.
 */
export async function dumpSchema(session: OwnerSession): Promise<string> {
  const parts: string[] = []
  for (const [title, statement, order = 'line collate "C"'] of PARTS) {
    const rows = await session.query<{ line: string }>(`select line from (${statement}) q order by ${order}`)
    parts.push(`-- ${title}`, ...rows.map((row) => row.line), '')
  }
  return parts.join('\n')
}

const OURS = `('holdfast', 'holdfast_keys')`
const WHO = (oid: string) =>
  `case when ${oid} = 0 then 'public' when ${oid} = n.nspowner then 'owner' else pg_get_userbyid(${oid}) end`

/** Each gives one column, `line`, in a fixed order. */
const PARTS: readonly (readonly [title: string, statement: string, order?: string])[] = [
  [
    'tables: column, type, what it defaults to',
    `select format('%s.%s.%s %s%s%s%s', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
       case when a.attnotnull then ' not null' else '' end, case when a.attidentity = 'a' then ' generated always as identity' else '' end,
       coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) as line, n.nspname || '.' || c.relname as of_table, a.attnum
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where n.nspname in ${OURS} and c.relkind = 'r'`,
    'of_table collate "C", attnum',
  ],
  [
    'constraints',
    `select format('%s.%s %s', n.nspname, c.relname, pg_get_constraintdef(k.oid)) as line
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ${OURS} and k.contype in ('p', 'u', 'f', 'c')`,
  ],
  [
    'indexes',
    `select pg_get_indexdef(i.indexrelid) as line
     from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ${OURS}`,
  ],
  [
    'row-level security: enabled and forced',
    `select format('%s.%s%s%s%s', n.nspname, c.relname, case when c.relrowsecurity then ' enabled' else '' end,
       case when c.relforcerowsecurity then ' forced' else '' end, coalesce(' ' || array_to_string(c.reloptions, ' '), '')) as line
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ${OURS} and c.relkind = 'r'`,
  ],
  [
    'policies: table, name, command, for whom, which rows',
    `select format('%s.%s %s %s to %s using %s', n.nspname, c.relname, p.polname, p.polcmd,
       (select string_agg(${WHO('r')}, ', ') from unnest(p.polroles) r), regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\\s+', ' ', 'g')) as line
     from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ${OURS}`,
  ],
  [
    'triggers',
    `select pg_get_triggerdef(t.oid) as line from pg_trigger t join pg_class c on c.oid = t.tgrelid
     join pg_namespace n on n.oid = c.relnamespace where n.nspname in ${OURS} and not t.tgisinternal`,
  ],
  [
    'functions: who may call them, and as whom they run',
    `select format('%s.%s(%s) returns %s%s%s: %s', n.nspname, f.proname, pg_get_function_identity_arguments(f.oid),
       pg_get_function_result(f.oid), case when f.prosecdef then ' as owner' else '' end,
       coalesce(' ' || array_to_string(f.proconfig, ' '), ''),
       coalesce((select string_agg(${WHO('x.grantee')}, ', ' order by ${WHO('x.grantee')} collate "C")
                 from aclexplode(f.proacl) x where x.grantee <> n.nspowner), 'nobody else')) as line
     from pg_proc f join pg_namespace n on n.oid = f.pronamespace
     where n.nspname in ${OURS}`,
  ],
  [
    'grants on tables, to anybody but the owner',
    `select format('%s.%s to %s: %s', n.nspname, c.relname, ${WHO('x.grantee')},
       string_agg(x.privilege_type, ', ' order by x.privilege_type collate "C")) as line
     from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join lateral aclexplode(c.relacl) x
     where n.nspname in ${OURS} and c.relkind = 'r' and x.grantee <> n.nspowner
     group by n.nspname, c.relname, n.nspowner, x.grantee`,
  ],
  [
    'grants on single columns',
    `select format('%s.%s.%s to %s: %s', n.nspname, c.relname, a.attname, ${WHO('x.grantee')}, x.privilege_type) as line
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     cross join lateral aclexplode(a.attacl) x where n.nspname in ${OURS}`,
  ],
]
