package org.archivevault.server.alarm;

import org.archivevault.protocol.climate.Quantity;

/**
 * What makes two alarms the same alarm while it is open.
 *
 * @param kind what kind
 * @param subject what it is about
 * @param place where; may be empty
 * @param aspect the quantity's wire name; may be empty
 */
public record AlarmKey(AlarmKind kind, String subject, String place, String aspect) {
    /**
     * A key without an aspect.
     *
     * @param kind what kind
     * @param subject what it is about
     * @param place where; may be empty
     * @return the key
     */
    public static AlarmKey of(AlarmKind kind, String subject, String place) {
        return new AlarmKey(kind, subject, place, "");
    }

    /**
     * About one quantity.
     *
     * @param quantity which
     * @return a new key
     */
    public AlarmKey about(Quantity quantity) {
        return new AlarmKey(kind, subject, place, quantity.wireName());
    }
}
