package org.archivevault.simulator.wire;

/** The way back to a client. */
interface Line {
    void send(byte[] bytes);

    void close();

    void reset();

    void halfOpen();

    void stopReading();
}
