import { html } from 'hono/html'
import { namesOf } from '../client/names.ts'
import { page, type Answer, type Html, type Visit } from '../http/visit.ts'
import { clock } from '../look/time.ts'

const MOST = 100

/** Who did what. The chain is checked whenever the page is opened. */
export async function auditPage(visit: Visit): Promise<Answer> {
  const before = /^\d{1,15}$/.test(visit.query('before') ?? '') ? Number(visit.query('before')) : undefined
  const about = /^[\w-]{1,64}$/.test(visit.query('about') ?? '') ? visit.query('about') : undefined
  const [{ auditIntact }, rows, names, pseudonyms] = [
    await visit.people.health(visit.clinic),
    await visit.reads.audit(visit.clinic, {
      ...(before !== undefined && { before }),
      ...(about !== undefined && { about }),
    }),
    await namesOf(visit),
    await pseudonymsOf(visit),
  ]
  const said = (id: string) =>
    names.get(id) ?? pseudonyms.get(id) ?? (id === visit.clinic ? 'the clinic' : id.slice(0, 13))
  return page(
    'Audit',
    html`<p class="notice ${auditIntact ? '' : 'warm'}">
        ${auditIntact ? 'The chain is whole: no line was changed or taken out.' : 'The chain is broken: a line was changed or is missing. Keep the database as it is and call whoever runs Holdfast.'}
      </p>
      <p>
        <a href="/console/audit/file">Save as a file</a> <span class="soft">(asks for your password and code)</span>
      </p>
      <div class="card scroll" tabindex="0" role="region" aria-label="Audit">
        <table>
          <thead>
            <tr>
              <th scope="col">No.</th>
              <th scope="col">When</th>
              <th scope="col">Who</th>
              <th scope="col">Did</th>
              <th scope="col">About</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ({ n, at, actor, verb, about: to }): Html =>
                html`<tr>
                  <td>${n}</td>
                  <td>${clock(at, visit.settings.zone)}</td>
                  <td>${said(actor)}</td>
                  <td>${verb}</td>
                  <td><a href="/console/audit?about=${to}">${said(to)}</a></td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${rows.length === MOST ? html`<p><a href="/console/audit?before=${rows.at(-1)?.n ?? 0}${about ? html`&about=${about}` : ''}">Earlier lines</a></p>` : ''}`,
  )
}

async function pseudonymsOf({ people, clinic }: Visit): Promise<ReadonlyMap<string, string>> {
  return new Map((await people.clients(clinic)).map(({ id, pseudonym }) => [id as string, pseudonym]))
}

/** The newest lines as a table for a spreadsheet: ids and verbs, never words. */
export async function auditFile(visit: Visit): Promise<Answer> {
  const lines: string[] = ['n,at,actor,verb,about']
  let before: number | undefined
  for (let pages = 0; pages < 100; pages++) {
    const rows = await visit.reads.audit(visit.clinic, before === undefined ? {} : { before })
    lines.push(
      ...rows.map(({ n, at, actor, verb, about }) => [n, at.toISOString(), actor, verb, about].map(cell).join(',')),
    )
    if (rows.length < MOST) break
    before = rows.at(-1)?.n
  }
  return { kind: 'file', type: 'text/csv; charset=utf-8', name: 'audit.csv', text: `${lines.join('\r\n')}\r\n` }
}

/** Quoted, and never a formula for the spreadsheet. */
const cell = (value: string | number) =>
  `"${String(value)
    .replaceAll('"', '""')
    .replace(/^[=+\-@]/, "'$&")}"`
