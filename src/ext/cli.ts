#!/usr/bin/env node
import * as nodeModule from 'node:module'
import { runCli } from './cli/run-cli.js'

// Node 20 has no such cache.
nodeModule.enableCompileCache?.()

void runCli(process.argv.slice(2), process).then((status) => process.exit(status))
