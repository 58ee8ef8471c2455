import { html } from 'hono/html'
import { Lang } from '../../core/ids.ts'
import { isOfAge } from '../../rails/channel-ages.ts'
import { countries } from '../../rails/crisis-directory.ts'
import { mayEnrol } from '../../rails/directory-standing.ts'
import type { ClientFile } from '../../ports/console.ts'
import { Refused, type Answer, type FlowOnShelf, type Html, type Visit } from '../http/visit.ts'
import { choice, field, form, tick } from '../look/layout.ts'
import { day } from '../look/time.ts'
import { savedPlan } from './saved-plan.ts'

const MOST_NAME = 120

/** Who the client is to the rails: where they live, what they read, how old they are, whom the clinic may ring. */
export async function personCard(visit: Visit, { client, plan }: ClientFile, now: Date): Promise<Html> {
  const shelf = await visit.deps.shelf()
  const langs = [...new Set([...shelf.map(({ lang }) => lang), plan.lang])].sort()
  return html`<section class="card">
    <h2>The client</h2>
    ${
      // A move is saved whatever the numbers are: those of the country that was left would help even less.
      mayEnrol(plan.country, now, visit.settings.confirmedNumbers) === 'yes'
        ? ''
        : html`<p class="notice warm">
            The crisis numbers of ${plan.country} were not lately checked. They are read all the same; see
            <a href="/console/numbers?country=${plan.country}">Crisis numbers</a>.
          </p>`
    }
    ${form(
      visit,
      `/clients/${client.id}/person`,
      html`<div class="two tight">
          ${field({ name: 'therapist', label: 'Your name, as they know it', value: plan.therapist, required: true, hint: 'It stands in what they read, from the next message on' })}
          ${choice(
            { name: 'lang', label: 'Language', value: plan.lang },
            langs.map((lang) => [lang, languageName(lang)] as const),
          )}
          ${choice(
            { name: 'country', label: 'Country, for the crisis numbers', value: plan.country },
            countries().map((code) => [code, code] as const),
          )}
          ${field({ name: 'state', label: 'State or province', value: plan.state ?? '', hint: 'For a welfare check, and what the law asks there' })}
          ${field({ name: 'zone', label: 'Time zone', value: plan.zone, required: true, hint: 'Such as Australia/Sydney' })}
          ${field({ name: 'born', label: 'Day of birth', type: 'date', value: plan.born ?? '', hint: 'Being under age follows' })}
        </div>
        ${written(shelf, plan.lang)}
        <p>${tick('minor', 'Under age: tighter limits, youth lines first', { on: plan.minor })}</p>
        <p class="field">
          <label for="contacts">Whom you may ring, as agreed</label>
          <textarea id="contacts" name="contacts" maxlength="600">${plan.contacts ?? ''}</textarea>
        </p>
        <button>Save</button>`,
    )}
  </section>`
}

const languageName = (lang: string): string => new Intl.DisplayNames('en', { type: 'language' }).of(lang) ?? lang

/** How much of it there is in that language. */
function written(shelf: readonly FlowOnShelf[], lang: string): Html | string {
  const all = new Set(shelf.map(({ flow }) => flow))
  const here = new Set(shelf.filter((one) => one.lang === lang).map(({ flow }) => flow))
  if (here.size === all.size) return ''
  return html`<p class="hint">
    ${here.size} of ${all.size} flows are written in ${languageName(lang)}; what is not is read in English.
  </p>`
}

export async function savePerson(visit: Visit): Promise<Answer> {
  const { form: sent, deps } = visit
  const country = countries().find((code) => code === sent.get('country'))
  if (!country) throw new Refused('The crisis directory has no numbers for that country.')
  const langs = (await deps.shelf()).map(({ lang }) => lang)
  return savedPlan(visit, (plan) => {
    const lang = sent.get('lang') || plan.lang
    if (lang !== plan.lang && !langs.includes(lang)) throw new Refused('No flow is written in that language.')
    const born = sent.get('born')
    return {
      ...plan,
      ...ageOf(born, sent.get('minor') === 'yes', day(deps.world.now(), plan.zone)),
      lang: Lang.parse(lang),
      country,
      zone: sent.get('zone'),
      therapist: nameIn(sent.get('therapist')) ?? plan.therapist,
      state: sent.get('state') || undefined,
      contacts: sent.get('contacts') || undefined,
    }
  })
}

/** Null: left as it is. */
function nameIn(typed: string): string | null {
  if (typed.length > MOST_NAME) throw new Refused(`A name has at most ${MOST_NAME} characters.`)
  return typed === '' ? null : typed
}

/** Under age by the day of birth, or because it was said without one. */
function ageOf(born: string, minor: boolean, today: string) {
  if (born === '') return { minor, born: undefined }
  if (born < '1900-01-01' || born > today) throw new Refused('That day of birth cannot be. Please correct it.')
  return { minor: !isOfAge(born, today), born }
}
