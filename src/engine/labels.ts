/** What a host that asks for a label needs of the door. */
export { isLabel } from '../pipeline/label';
