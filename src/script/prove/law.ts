import type { FlowId } from '../../core/ids.ts'
import type { Flow } from '../schema.ts'
import type { Finding } from '../read/source.ts'
import type { Walk } from './walk.ts'

/** The other flows, by name; undefined if there is none of that name. */
export type ResolveFlow = (flow: FlowId) => Flow | undefined

/** A law on the words of a flow; holds for every language alike. */
export type WordLaw = (flow: Flow) => Finding[]

/** A law on what is written about the way, before any step is taken. */
export type PlanLaw = (flow: Flow, resolve: ResolveFlow) => Finding[]

/** A law on every state that can be reached. */
export type WalkLaw = (flow: Flow, walk: Walk, resolve: ResolveFlow) => Finding[]
