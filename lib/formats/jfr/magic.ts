/** How every chunk of a JFR recording begins. */

/** "FLR" and 0. */
export const MAGIC = [0x46, 0x4c, 0x52, 0];
