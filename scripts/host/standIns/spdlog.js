// Stands in for the compiled @vscode/spdlog: a logger that appends lines to its file and begins a new one when that is
// full. Without one the server writes no log and every output channel stays empty.
const fs = require('node:fs');
const path = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

class Logger {
  #file;
  #most;
  #files;
  #size;
  #level = 2;
  #plain = false;

  constructor(_kind, _name, file, most, files) {
    this.#file = file;
    this.#most = most;
    this.#files = files;
    this.#size = fs.existsSync(file) ? fs.statSync(file).size : 0;
    fs.appendFileSync(file, '');
  }

  getLevel = () => this.#level;
  setLevel = (level) => void (this.#level = level);
  setPattern = () => void (this.#plain = false);
  clearFormatters = () => void (this.#plain = true);
  flush = () => undefined;
  drop = () => undefined;
  trace = (text) => this.#write(0, text);
  debug = (text) => this.#write(1, text);
  info = (text) => this.#write(2, text);
  warn = (text) => this.#write(3, text);
  error = (text) => this.#write(4, text);
  critical = (text) => this.#write(5, text);

  #write(level, text) {
    if (level < this.#level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    const line = this.#plain ? text : `${time} [${LEVELS[level]}] ${text}\n`;
    if (this.#most && this.#size + line.length > this.#most) this.#turn();
    fs.appendFileSync(this.#file, line);
    this.#size += Buffer.byteLength(line);
  }

  /** name.log becomes name.1.log, that name.2.log, and the last is dropped. */
  #turn() {
    const { dir, name, ext } = path.parse(this.#file);
    const numbered = (n) => (n === 0 ? this.#file : path.join(dir, `${name}.${n}${ext}`));
    for (let n = Math.max(this.#files - 1, 1); n > 0; n -= 1) {
      if (fs.existsSync(numbered(n - 1))) fs.renameSync(numbered(n - 1), numbered(n));
    }
    this.#size = 0;
  }
}

async function createRotatingLogger(name, file, most, files) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  return new Logger('rotating', name, file, most, files);
}

exports.version = 0;
exports.setLevel = () => undefined;
exports.setFlushOn = () => undefined;
exports.Logger = Logger;
exports.createRotatingLogger = createRotatingLogger;
exports.createAsyncRotatingLogger = createRotatingLogger;
