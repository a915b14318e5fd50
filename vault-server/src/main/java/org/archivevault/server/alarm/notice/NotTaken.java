package org.archivevault.server.alarm.notice;

/** The other end answered, and did not take the notice. */
final class NotTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotTaken(String message) {
        super(message, null, false, false);
    }
}
