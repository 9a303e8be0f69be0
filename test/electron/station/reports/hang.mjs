#!/usr/bin/env node
setInterval(() => undefined, 1000);
