export { isLabel } from '../pipeline/label';
