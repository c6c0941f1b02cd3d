#include "study/pieces_exact.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

enum { MOST_INTERVALS = 4096 };

typedef struct interval {
    double least, most;
} interval;

/* Disjoint intervals, rising. */
typedef struct union_set {
    interval *parts;
    size_t count;
} union_set;

/* Appends the next interval by its lower end, joined with the last one where they meet. */
static void append(union_set *set, interval next)
{
    interval *last = set->count > 0 ? &set->parts[set->count - 1] : NULL;
    if (last == NULL || next.least > last->most)
        set->parts[set->count++] = next;
    else if (next.most > last->most)
        last->most = next.most;
}

/* sum = kept together with shifted + by, a superset when it would have too many parts.  Lower ends are rounded down and
 * upper ends up: a rounded sum is off by less than the distance to its neighbour. */
static void unite(union_set *sum, const union_set *kept, const union_set *shifted, interval by)
{
    size_t i = 0, j = 0;
    sum->count = 0;
    while (i < kept->count || j < shifted->count) {
        interval moved = {INFINITY, INFINITY};
        if (j < shifted->count)
            moved = (interval){nextafter(shifted->parts[j].least + by.least, -INFINITY),
                               nextafter(shifted->parts[j].most + by.most, INFINITY)};
        if (i < kept->count && kept->parts[i].least <= moved.least) {
            append(sum, kept->parts[i++]);
        } else {
            append(sum, moved);
            j++;
        }
    }
    while (sum->count > MOST_INTERVALS) {
        size_t half = 0;
        for (size_t k = 0; k < sum->count; k += 2) {
            size_t partner = k + 1 < sum->count ? k + 1 : k;
            sum->parts[half++] = (interval){sum->parts[k].least, sum->parts[partner].most};
        }
        sum->count = half;
    }
}

static bool has_zero(const union_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        if (!(set->parts[i].least > 0) && !(set->parts[i].most < 0))
            return true;
    return false;
}

bool nw_sums_avoid_zero(const double *least, const double *most, size_t count)
{
    interval *parts = nw_alloc(8 * MOST_INTERVALS + 8, sizeof *parts);
    union_set sets[4];
    for (size_t i = 0; i < 4; i++)
        sets[i] = (union_set){.parts = parts + i * (2 * MOST_INTERVALS + 2)};
    /* Sums of an even and of an odd number of the first i terms; the term that follows has sign + and -. */
    union_set *even = &sets[0], *odd = &sets[1], *next_even = &sets[2], *next_odd = &sets[3];
    even->parts[even->count++] = (interval){0, 0};
    bool avoids = true;
    for (size_t i = 0; i < count && avoids; i++) {
        unite(next_odd, odd, even, (interval){least[i], most[i]});
        unite(next_even, even, odd, (interval){-most[i], -least[i]});
        union_set *old = even;
        even = next_even;
        next_even = old;
        old = odd;
        odd = next_odd;
        next_odd = old;
        avoids = !has_zero(odd);
    }
    free(parts);
    return avoids;
}
