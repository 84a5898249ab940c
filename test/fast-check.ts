import fc from 'fast-check'

/** Properties look at the same cases each time, so that a run says something of the change that it is for; with PROPERTY_SEED, a number, at others. */
fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 20261130) })

export default fc
