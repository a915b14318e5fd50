package org.archivevault.server.alarm;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells the listeners of this process that there may be an alarm. What another process raises they find by asking. */
final class AlarmFeed {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Listens; the answer ends it. */
    Runnable listen(Runnable onChange) {
        listeners.add(onChange);
        return () -> listeners.remove(onChange);
    }

    void changed() {
        listeners.forEach(Runnable::run);
    }
}
