/** Prints what this version of Node makes of the pinned vectors and of the strategies. */
import { runDigest } from '../../editor/pipeline/run-digest.ts'
import { mathDigest, wrongVectors } from '../stdlib/math-vectors.ts'
import { BARS, TEXTS } from './bits-subjects.ts'
import { nodeRun } from './node-run.ts'

const runs = TEXTS.map((text) => runDigest(nodeRun(text, BARS, '1d').result))
console.log(JSON.stringify({ wrong: wrongVectors(), math: mathDigest(), runs }))
