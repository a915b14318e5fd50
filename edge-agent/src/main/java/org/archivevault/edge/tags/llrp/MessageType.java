package org.archivevault.edge.tags.llrp;

/** Numbers of the LLRP messages that are told apart here (LLRP 1.0.1, 16.1). */
final class MessageType {
    static final int GET_READER_CAPABILITIES_RESPONSE = 11;
    static final int CLOSE_CONNECTION_RESPONSE = 4;
    static final int RO_ACCESS_REPORT = 61;
    static final int KEEPALIVE = 62;
    static final int READER_EVENT_NOTIFICATION = 63;
    static final int ERROR_MESSAGE = 100;

    private MessageType() {}
}
