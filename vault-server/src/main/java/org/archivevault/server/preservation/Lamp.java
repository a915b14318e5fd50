package org.archivevault.server.preservation;

import org.archivevault.protocol.Bilingual;

/**
 * A lamp and its reason.
 *
 * @param light what it shows
 * @param sentence why, for people
 */
record Lamp(Light light, Bilingual sentence) {
    /** The air outside is measured, and nobody judges it. */
    static final Lamp OUTDOOR = new Lamp(Light.NONE, new Bilingual("室外，不作判断", "outside; not judged"));
}
