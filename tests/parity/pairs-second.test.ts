import { describePairs } from './pairs.ts'

describePairs(1)
