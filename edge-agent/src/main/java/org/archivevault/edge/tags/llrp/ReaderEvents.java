package org.archivevault.edge.tags.llrp;

/** What a READER_EVENT_NOTIFICATION tells, of the events that matter here. */
final class ReaderEvents {
    /** Hears of the events in one message, in its order. */
    interface Listener {
        /** How the connection was taken: 0 success, 1–3 refused, 4 another client tries (LLRP 1.0.1, 13.2.6.10). */
        void connectionAttempt(int status);

        /** The reader closes the connection. */
        void connectionClosing();

        /** A ROSpec began. */
        void started(long roSpecId);

        /** A ROSpec ended, or was ousted by another. */
        void ended(long roSpecId);

        /** An antenna was plugged in or has come off. */
        void antenna(int port, boolean connected);

        /** Reports were lost in the reader. */
        void reportsLost();

        /** The reader has trouble of its own. */
        void exception(String words);
    }

    private static final int EVENT_DATA = 246;
    private static final int ROSPEC_EVENT = 249;
    private static final int BUFFER_OVERFLOW = 251;
    private static final int READER_EXCEPTION = 252;
    private static final int ANTENNA_EVENT = 255;
    private static final int CONNECTION_ATTEMPT = 256;
    private static final int CONNECTION_CLOSE = 257;

    private ReaderEvents() {}

    /** Reads a notification. */
    static void read(Frame frame, Listener listener) throws MalformedMessage {
        ParameterCursor outer = new ParameterCursor().over(frame.bytes(), frame.body(), frame.to());
        while (outer.next()) {
            if (outer.type() == EVENT_DATA) {
                ParameterCursor inner = new ParameterCursor().over(frame.bytes(), outer.from(), outer.to());
                while (inner.next()) {
                    tell(inner, frame.bytes(), listener);
                }
            }
        }
    }

    private static void tell(ParameterCursor event, byte[] bytes, Listener listener) throws MalformedMessage {
        switch (event.type()) {
            case CONNECTION_ATTEMPT -> {
                event.require(2);
                listener.connectionAttempt(event.u16(0));
            }
            case CONNECTION_CLOSE -> listener.connectionClosing();
            case ROSPEC_EVENT -> {
                event.require(5);
                if (event.u8(0) == 0) {
                    listener.started(event.u32(1));
                } else {
                    listener.ended(event.u32(1));
                }
            }
            case ANTENNA_EVENT -> {
                event.require(3);
                listener.antenna(event.u16(1), event.u8(0) != 0);
            }
            case BUFFER_OVERFLOW -> listener.reportsLost();
            case READER_EXCEPTION -> {
                event.require(2);
                int length = event.u16(0);
                event.require(2 + length);
                listener.exception(Words.of(bytes, event.from() + 2, length));
            }
            default -> {
                // Others are walked over.
            }
        }
    }
}
