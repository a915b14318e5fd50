/**
 * A strict Modbus client: Modbus TCP, RTU on a serial line, and RTU frames in a TCP stream. Every answer is checked
 * against its question; any doubt closes the connection and changes nothing (safety.md, I8 and I9).
 */
@NullMarked
package org.archivevault.edge.modbus;

import org.jspecify.annotations.NullMarked;
