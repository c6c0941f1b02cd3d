#include "verify/walk.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { STOP_EVERY = 64 /* boxes between two looks at the flag */ };

void nw_walk_init(nw_walk *walk, const nw_statement *stated, const nw_verify_options *options, nw_verdict *verdict)
{
    *walk = (nw_walk){.stated = stated, .options = options, .verdict = verdict};
    nw_splitting_init(&walk->splitting, stated);
}

void nw_walk_clear(nw_walk *walk)
{
    for (int i = 0; i < NW_VERIFY_LEVELS; i++)
        nw_evaluator_free(walk->evaluator[i]);
    nw_splitting_clear(&walk->splitting);
    free(walk->stack);
}

static nw_evaluator *evaluator_at(nw_walk *walk, int level)
{
    if (walk->evaluator[level] == NULL)
        walk->evaluator[level] = nw_evaluator_new(walk->stated, (slong)walk->options->precision << level);
    return walk->evaluator[level];
}

static bool settle(nw_walk *walk, nw_outcome outcome, const char *format, ...) __attribute__((format(printf, 3, 4)));

static bool settle(nw_walk *walk, nw_outcome outcome, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    walk->verdict->outcome = outcome;
    vsnprintf(walk->verdict->reason, sizeof walk->verdict->reason, format, arguments);
    va_end(arguments);
    return false;
}

/* "(0.25, -1)" */
static void point_text(char *text, size_t room, const double *point, int axes)
{
    size_t used = 0;
    for (int a = 0; a < axes && used < room; a++)
        used += (size_t)snprintf(text + used, room - used, "%s%.17g", a == 0 ? "(" : ", ", point[a]);
    if (used < room)
        snprintf(text + used, room - used, ")");
}

/* ---- points ---- */

/* The sign of |e(point)| - value: proven, or 0 when no precision tells.  Equality counts as 1. */
static int compare_at(nw_walk *walk, const double *point, double value)
{
    arb_t size, other;
    int sign = 0;
    if (value <= 0)
        return 1; /* a size */
    arb_init(size);
    arb_init(other);
    arb_set_d(other, value);
    for (int level = walk->level; level < NW_VERIFY_LEVELS && sign == 0; level++) {
        nw_evaluator_point(size, evaluator_at(walk, level), point);
        arb_abs(size, size);
        sign = arb_ge(size, other) ? 1 : arb_lt(size, other) ? -1 : 0;
    }
    arb_clear(size);
    arb_clear(other);
    return sign;
}

bool nw_walk_witness(nw_walk *walk)
{
    const nw_statement *stated = walk->stated;
    char text[128];
    point_text(text, sizeof text, stated->witness, stated->inputs);
    for (int a = 0; a < stated->inputs; a++)
        if (!(stated->witness[a] >= stated->low[a] && stated->witness[a] <= stated->high[a]))
            return settle(walk, NW_REFUTED, "the witness %s lies outside the box", text);
    if (!(stated->lower <= stated->upper))
        return settle(walk, NW_REFUTED, "the lower bound %.17g is above the upper bound %.17g", stated->lower,
                      stated->upper);
    int sign = compare_at(walk, stated->witness, stated->lower);
    if (sign < 0)
        return settle(walk, NW_REFUTED, "|N - y| < %.17g at the witness %s", stated->lower, text);
    return sign > 0 || settle(walk, NW_UNKNOWN, "no precision decides whether |N - y| >= %.17g at the witness %s",
                              stated->lower, text);
}

/* ---- boxes ---- */

static void push(nw_walk *walk, const double *low, const double *high)
{
    size_t axes = (size_t)walk->stated->inputs;
    if (walk->waiting == walk->room) {
        walk->room = 2 * walk->room + 64;
        walk->stack = nw_grow(walk->stack, walk->room * 2 * axes, sizeof(double));
    }
    double *top = walk->stack + walk->waiting++ * 2 * axes;
    memcpy(top, low, axes * sizeof(double));
    memcpy(top + axes, high, axes * sizeof(double));
}

static void pop(nw_walk *walk, double *low, double *high)
{
    size_t axes = (size_t)walk->stated->inputs;
    const double *top = walk->stack + --walk->waiting * 2 * axes;
    memcpy(low, top, axes * sizeof(double));
    memcpy(high, top + axes, axes * sizeof(double));
}

typedef enum answer { PROVEN, TOO_COARSE, ROUNDING } answer;

/* Whether |e| <= upper follows from the form. */
static answer judge(const nw_domain *domain, const nw_centred *form, double upper)
{
    arb_t bound, limit;
    mag_t size;
    answer found = TOO_COARSE;
    arb_init(bound);
    arb_init(limit);
    mag_init(size);
    arb_set_d(limit, upper);
    nw_centred_size(domain, size, form);
    arf_set_mag(arb_midref(bound), size);
    if (arb_le(bound, limit)) {
        found = PROVEN;
    } else {
        nw_centred_sharp(domain, bound, form);
        nw_centred_radius(domain, size, form);
        double gap = arf_get_d(arb_midref(bound), ARF_RND_UP) - upper;
        if (arb_le(bound, limit))
            found = PROVEN;
        else if (isfinite(gap) && mag_get_d(size) + mag_get_d(arb_radref(bound)) >= gap / 4)
            found = ROUNDING;
    }
    arb_clear(bound);
    arb_clear(limit);
    mag_clear(size);
    return found;
}

static bool budget(nw_walk *walk)
{
    const nw_verify_options *options = walk->options;
    if (walk->verdict->boxes >= options->most_boxes)
        return settle(walk, NW_UNKNOWN, "the budget of %zu boxes ended", options->most_boxes);
    if (options->stop != NULL && walk->verdict->boxes % STOP_EVERY == 0 && *options->stop)
        return settle(walk, NW_UNKNOWN, "stopped");
    walk->verdict->boxes++;
    return true;
}

/* The corner of the box where |e| is probably largest, and about how large. */
static double steepest_corner(double *corner, const nw_domain *domain, const nw_centred *form, const double *low,
                              const double *high)
{
    double c[NW_VERIFY_MONOMIALS], u[NW_VERIFY_AXES] = {0}, sum = 0;
    for (size_t m = 0; m < domain->count; m++)
        c[m] = arf_get_d(arb_midref(form->c + m), ARF_RND_NEAR);
    for (size_t m = 1; m < domain->count && domain->table.degree[m] == 1; m++)
        for (int a = 0; a < domain->table.axes; a++)
            if (domain->table.power[m][a] == 1)
                u[a] = (c[0] < 0) == (c[m] < 0) ? 1 : -1;
    for (int a = 0; a < domain->table.axes; a++)
        corner[a] = u[a] < 0 ? low[a] : high[a];
    for (size_t m = 0; m < domain->count; m++) {
        for (int a = 0; a < domain->table.axes; a++)
            c[m] *= u[a] < 0 && domain->table.power[m][a] % 2 != 0 ? -1 : 1;
        sum += c[m];
    }
    return fabs(sum);
}

/* Whether |e(point)| > upper, proven; then it is said. */
static bool refuted_at(nw_walk *walk, const double *point)
{
    char text[128];
    /* No double lies between upper and the next one: |e| >= that one is more than is needed. */
    if (compare_at(walk, point, nextafter(walk->stated->upper, INFINITY)) <= 0)
        return false;
    point_text(text, sizeof text, point, walk->stated->inputs);
    settle(walk, NW_REFUTED, "|N - y| > %.17g at %s", walk->stated->upper, text);
    return true;
}

/* One box: proven, refuted, or its halves pushed. */
static bool work_on(nw_walk *walk, const double *low, const double *high)
{
    double centre[NW_VERIFY_AXES], corner[NW_VERIFY_AXES], upper = walk->stated->upper, place;
    int axis;
    for (;;) {
        if (!budget(walk))
            return false;
        nw_evaluator *evaluator = evaluator_at(walk, walk->level);
        const nw_centred *form = nw_evaluator_box(evaluator, centre, low, high);
        answer found = judge(&evaluator->domain, form, upper);
        if (found == PROVEN)
            return true;
        if (found == ROUNDING && walk->level + 1 < NW_VERIFY_LEVELS) {
            /* What needs more bits once needs them in most boxes. */
            walk->level++;
            continue;
        }
        bool suspect = steepest_corner(corner, &evaluator->domain, form, low, high) > upper;
        suspect = suspect || fabs(arf_get_d(arb_midref(form->c), ARF_RND_NEAR)) > upper;
        bool divides = nw_splitting_choose(&axis, &place, &walk->splitting, evaluator, form, low, high);
        /* The form is not read any more: a point evaluation writes over it. */
        if (suspect && (refuted_at(walk, corner) || refuted_at(walk, centre)))
            return false;
        if (!divides || found == ROUNDING)
            return settle(walk, NW_UNKNOWN, "no precision decides whether |N - y| <= %.17g near x1 = %.17g", upper,
                          centre[0]);
        break;
    }
    double middle[NW_VERIFY_AXES];
    memcpy(middle, low, sizeof middle);
    middle[axis] = place;
    push(walk, middle, high);
    memcpy(middle, high, sizeof middle);
    middle[axis] = place;
    push(walk, low, middle);
    return true;
}

static bool prove_leaf(nw_walk *walk, const double *low, const double *high)
{
    double now_low[NW_VERIFY_AXES], now_high[NW_VERIFY_AXES];
    size_t base = walk->waiting;
    push(walk, low, high);
    while (walk->waiting > base) {
        pop(walk, now_low, now_high);
        if (!work_on(walk, now_low, now_high))
            return false;
    }
    return true;
}

/* ---- trees ---- */

static int symbol_bits(int axes)
{
    return axes == 1 ? 1 : axes <= 3 ? 2 : 3;
}

static int symbol_at(const nw_walk *walk, size_t number)
{
    int bits = symbol_bits(walk->stated->inputs), symbol = 0;
    for (size_t bit = number * (size_t)bits; bit < (number + 1) * (size_t)bits; bit++)
        symbol = symbol << 1 | (walk->stated->tree.bytes[bit / 8] >> (7 - bit % 8) & 1);
    return symbol;
}

bool nw_walk_check_tree(nw_walk *walk)
{
    const nw_plain_tree *tree = &walk->stated->tree;
    size_t bits = (size_t)symbol_bits(walk->stated->inputs), available = tree->byte_count * 8;
    /* Compared by division: boxes is any number. */
    if (tree->boxes > available / bits || (tree->boxes * bits + 7) / 8 != tree->byte_count)
        return settle(walk, NW_REFUTED, "the tree has %zu boxes by the file, and symbols for another number",
                      tree->boxes);
    for (size_t bit = tree->boxes * bits; bit < available; bit++)
        if (tree->bytes[bit / 8] >> (7 - bit % 8) & 1)
            return settle(walk, NW_REFUTED, "the tree has bits behind its last symbol");
    size_t cells = 1, done = 0, open = 0;
    for (int a = 0; a < walk->stated->inputs; a++) {
        size_t parts = tree->cut_count[a] + 1;
        /* Every cell has a symbol. */
        if (parts > tree->boxes / cells)
            return settle(walk, NW_REFUTED, "the tree has fewer boxes than cells");
        cells *= parts;
    }
    /* Each symbol closes one of the open nodes, and an inner one opens two. */
    for (size_t i = 0; i < tree->boxes; i++) {
        int symbol = symbol_at(walk, i);
        if (symbol > walk->stated->inputs)
            return settle(walk, NW_REFUTED, "the tree has a symbol that is no axis");
        if (open == 0) {
            if (done == cells)
                return settle(walk, NW_REFUTED, "the tree goes on behind its last cell");
            done++;
            open = 1;
        }
        open += symbol == 0 ? (size_t)-1 : 1;
        walk->verdict->leaves += symbol == 0;
    }
    if (open > 0 || done < cells)
        return settle(walk, NW_REFUTED, "the tree ends before all of its leaves are there");
    return true;
}

/* Cell number `cell`, the first axis slowest. */
static void cell_box(const nw_walk *walk, size_t cell, double *low, double *high)
{
    const nw_plain_tree *tree = &walk->stated->tree;
    for (int a = walk->stated->inputs - 1; a >= 0; a--) {
        size_t parts = tree->cut_count[a] + 1, at = cell % parts;
        cell /= parts;
        low[a] = at == 0 ? walk->stated->low[a] : tree->cuts[a][at - 1];
        high[a] = at + 1 == parts ? walk->stated->high[a] : tree->cuts[a][at];
    }
}

bool nw_walk_leaves(nw_walk *walk)
{
    double low[NW_VERIFY_AXES], high[NW_VERIFY_AXES], part[NW_VERIFY_AXES];
    size_t cell = 0;
    for (size_t i = 0; i < walk->stated->tree.boxes; i++) {
        if (walk->waiting == 0) {
            cell_box(walk, cell++, low, high);
            push(walk, low, high);
        }
        pop(walk, low, high);
        int axis = symbol_at(walk, i) - 1;
        if (axis < 0) {
            if (!prove_leaf(walk, low, high))
                return false;
            continue;
        }
        /* The format's midpoint.  Wherever it falls between the ends, the two parts cover the box. */
        double middle = (low[axis] + high[axis]) / 2;
        memcpy(part, low, sizeof part);
        part[axis] = middle;
        push(walk, part, high);
        memcpy(part, high, sizeof part);
        part[axis] = middle;
        push(walk, low, part);
    }
    return true;
}
