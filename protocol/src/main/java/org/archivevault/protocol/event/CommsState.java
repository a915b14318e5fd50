package org.archivevault.protocol.event;

/** The state of the link to a block's controller. */
public enum CommsState {
    /** No fresh answer; every motion is refused. */
    LOST,
    /** Answers again; motion stays refused until a person acknowledges. */
    RESTORED,
    /** A person has acknowledged; requests are judged again. */
    ACKNOWLEDGED
}
