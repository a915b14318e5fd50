package org.archivevault.link;

/**
 * What the broker says in our name when our connection dies.
 *
 * @param topic where
 * @param payload UTF-8 text
 * @param retained whether the broker keeps it for whoever subscribes later
 */
public record Will(String topic, String payload, boolean retained) {}
