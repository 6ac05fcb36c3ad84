// Loaded before a process of the product: it dies with the run that started it, however that one dies.
process.stdin.on("close", () => process.kill(process.pid, "SIGKILL")).resume()
;(process.stdin as NodeJS.ReadStream & { unref?: () => void }).unref?.()
