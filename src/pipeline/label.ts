/** What a label looks like: also a file name on every platform. */
export const LABEL_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;

const DEVICES = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/** Whether a text may name a version: letters, digits, `._+-`, at most 64, and no device name of Windows. */
export function isLabel(text: string): boolean {
  return LABEL_PATTERN.test(text) && !isDeviceName(text);
}

/** Whether Windows takes this file name for a device, which it does whatever follows the first dot. */
export function isDeviceName(text: string): boolean {
  return DEVICES.test(text);
}
