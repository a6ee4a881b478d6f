/** The name of the configuration file: apart, so that --help need not load what reads it. */

export const CONFIG_FILE = 'flameworth.config.json';
