/** Alarms of the whole house: raised with what caused them, told at once, ended by a person. Life after ISA-18.2. */
@NullMarked
package org.archivevault.server.alarm;

import org.jspecify.annotations.NullMarked;
