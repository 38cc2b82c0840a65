/** What stands below the list of commands. */
export const FIRST_STEPS = `
First steps:
  reprise init              write pipeline.yaml
  reprise run               run it
  reprise save v1.0         keep what it was and produced
  reprise verify v1.0       run it again in a clean room, and compare

Exit codes: 0 done, 1 different, 2 wrong use or a broken pipeline file,
3 a step failed or nothing could be compared, 4 damage, 130 cancelled.`;
