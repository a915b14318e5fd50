package org.archivevault.simulator.rails;

import java.util.ArrayList;
import java.util.List;

/**
 * One motion of the carriages of a block. Immutable: where everything is at any time follows from the start. Those that
 * lead start first, so that nothing overlaps whenever the motion is stopped.
 */
public final class Motion {
    private final Drive drive;
    private final List<Course> courses;

    private Motion(Drive drive, List<Course> courses) {
        this.drive = drive;
        this.courses = courses;
    }

    /**
     * Sets carriages in motion.
     *
     * @param from left edges at rest
     * @param to left edges to reach, in the same order and without overlap
     * @param drive how fast
     * @param startMillis now
     * @return the motion
     */
    public static Motion start(double[] from, double[] to, Drive drive, long startMillis) {
        Course[] courses = new Course[from.length];
        int leftGoing = 0;
        for (int i = 0; i < from.length; i++) {
            int delay = to[i] < from[i] ? drive.staggerMillis() * leftGoing++ : 0;
            courses[i] = new Glide(from[i], to[i], (double) startMillis + delay, drive);
        }
        int rightGoing = 0;
        for (int i = from.length - 1; i >= 0; i--) {
            if (to[i] > from[i]) {
                int delay = drive.staggerMillis() * rightGoing++;
                courses[i] = new Glide(from[i], to[i], (double) startMillis + delay, drive);
            }
        }
        return new Motion(drive, List.of(courses));
    }

    /**
     * Brakes all carriages; those that have not started yet stay.
     *
     * @param millis now
     * @return the rest of the motion
     */
    public Motion braked(long millis) {
        double at = (double) millis;
        List<Course> rest = new ArrayList<>();
        for (Course course : courses) {
            rest.add(new Braking(course.positionAt(at), course.velocityAt(at), at, drive));
        }
        return new Motion(drive, List.copyOf(rest));
    }

    /**
     * Where the carriages are.
     *
     * @param millis any time
     * @return left edges
     */
    public double[] positionsAt(long millis) {
        return courses.stream().mapToDouble(c -> c.positionAt((double) millis)).toArray();
    }

    /**
     * Which way a carriage is going, also while it waits for its staggered start.
     *
     * @param carriage 1 upwards
     * @param millis any time
     * @return −1 left, 1 right, 0 when it does not move or has arrived
     */
    public int directionOf(int carriage, long millis) {
        Course course = courses.get(carriage - 1);
        if (course.endsAtMillis() <= millis) {
            return 0;
        }
        return (int) Math.signum(course.positionAt(course.endsAtMillis()) - course.positionAt((double) millis));
    }

    /**
     * Whether the last carriage has come to rest.
     *
     * @param millis any time
     * @return true at and after the end
     */
    public boolean endedAt(long millis) {
        return courses.stream().allMatch(c -> c.endsAtMillis() <= millis);
    }
}
