/** YAML files with the place of every value, checked against a JSON Schema. Knows nothing of shelving. */
@NullMarked
package org.archivevault.firmware.document;

import org.jspecify.annotations.NullMarked;
