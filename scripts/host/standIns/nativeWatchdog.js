// Stands in for the compiled @vscode/native-watchdog: ends a process whose parent is gone.
exports.start = (parent) => {
  const look = () => {
    try {
      process.kill(parent, 0);
    } catch {
      process.exit(0);
    }
  };
  setInterval(look, 2000).unref();
};

exports.exit = (code) => process.exit(code);
