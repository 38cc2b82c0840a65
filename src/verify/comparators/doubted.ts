/** Thrown inside a comparator, which makes it a doubt: why it cannot judge what it reads. */
export class Doubted extends Error {}

/** Thrown inside a comparator: bytes cannot be read, or do not prove their digest. */
export class BytesGone extends Error {}
