/* Activations of affine forms: what bends. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "certify/affine_work.h"

enum { NO_KINK = -1 };

/* A noise that the kink of `form` makes. */
static uint32_t new_noise(nw_affine *affine, const nw_affine_form *form)
{
    if (affine->noises == affine->noise_room) {
        size_t old = affine->noise_room, room = 2 * old + 64; /* a multiple of 64 */
        affine->from = nw_grow(affine->from, room, sizeof *affine->from);
        affine->sum = nw_grow(affine->sum, room, sizeof *affine->sum);
        affine->touched = nw_grow(affine->touched, room / 64, sizeof *affine->touched);
        memset(affine->sum + old, 0, (room - old) * sizeof *affine->sum);
        memset(affine->touched + old / 64, 0, (room - old) / 64 * sizeof *affine->touched);
        affine->noise_room = room;
    }
    uint32_t noise = (uint32_t)affine->noises++;
    double from[NW_MOST_INPUTS] = {0}, total = 0;
    for (int v = 0; v < affine->variables; v++)
        from[v] = fabs(form->c[1 + v]);
    for (size_t i = 0; i < form->count; i++) {
        const nw_noise_term *term = affine->pool + form->first + i;
        for (int v = 0; v < affine->variables; v++)
            from[v] += fabs(term->part) * affine->from[term->noise][v];
    }
    for (int v = 0; v < affine->variables; v++)
        total += from[v];
    for (int v = 0; v < NW_MOST_INPUTS; v++)
        affine->from[noise][v] = total > 0 ? from[v] / total : 0;
    return noise;
}

/* form = slope form + constant + part noise, off by at most `rounding` more; slope in [0,1]. */
static void bend(nw_affine *affine, nw_affine_form *form, double slope, double constant, double part, uint32_t noise,
                 double rounding)
{
    /* Every coefficient meets a rounding by the slope and one by a sum; those of the constant and the part itself. */
    double all = form->size + 2 * (fabs(constant) + part);
    nw_affine_form out = {.rounding = rounding + 4 * NW_UNIT_ROUNDOFF * all + NW_UNDERFLOW};
    for (int v = 0; v <= NW_MOST_INPUTS; v++)
        out.c[v] = slope * form->c[v];
    out.c[0] += constant;
    nw_affine_add_terms(affine, slope, form);
    nw_affine_touch(affine, noise, part);
    nw_affine_gather(affine, &out, all);
    *form = out;
}

/* A direction that no plane of a grid lies along. */
static double steepness(const nw_affine_form *form)
{
    static const double direction[NW_MOST_INPUTS] = {1, 1.3742, 0.7183, 1.8917};
    double sum = 0;
    for (int v = 0; v < NW_MOST_INPUTS; v++)
        sum += direction[v] * form->c[1 + v];
    return sum;
}

/* |form - factor other| over the box is at most what is returned, of the forms themselves. */
static double distance(const nw_affine *affine, const nw_affine_form *form, double factor, const nw_affine_form *other)
{
    const nw_noise_term *a = affine->pool + form->first, *a_end = a + form->count;
    const nw_noise_term *b = affine->pool + other->first, *b_end = b + other->count;
    double sum = 0;
    for (int v = 0; v <= NW_MOST_INPUTS; v++)
        sum += fabs(form->c[v] - factor * other->c[v]);
    while (a < a_end || b < b_end) {
        bool both = a < a_end && b < b_end && a->noise == b->noise;
        if (both || b == b_end || (a < a_end && a->noise < b->noise)) {
            sum += fabs(a->part - (both ? factor * b->part : 0));
            a++;
            b += both;
        } else {
            sum += fabs(factor * b->part);
            b++;
        }
    }
    /* A product and a difference are off by at most u each of what they are. */
    return (sum + 4 * NW_UNIT_ROUNDOFF * (form->size + fabs(factor) * other->size)) * (1 + 0x1p-30) + NW_UNDERFLOW;
}

/* A kink of which the form is a multiple, but for rounding; NO_KINK. */
static long find_kink(const nw_affine *affine, double *factor, double *apart, const nw_affine_form *form)
{
    double steep = steepness(form), place = form->c[0] / steep;
    for (size_t k = 0; k < affine->kink_count; k++) {
        if (!(fabs(affine->place[k] - place) <= 0x1p-30))
            continue;
        const nw_affine_form *other = &affine->kinks[k].form;
        *factor = steep / steepness(other);
        if (!(fabs(*factor) < 0x1p30 && fabs(*factor) > 0x1p-30))
            continue;
        *apart = distance(affine, form, *factor, other);
        if (*apart <= 0x1p-42 * form->size)
            return (long)k;
    }
    return NO_KINK;
}

/* form = relu(form), a multiple of the kink's form: for F = k Z + delta, |delta| <= E,
 * relu(F) = k relu(Z) for k > 0, and |k| (relu(Z) - Z) for k < 0, but for E. */
static void bend_again(nw_affine *affine, nw_affine_form *form, const nw_kink *known, double factor, double apart)
{
    double slope = factor > 0 ? known->slope : 1 - known->slope, part = fabs(factor) * known->middle;
    double error = apart + form->rounding + fabs(factor) * known->form.rounding;
    bend(affine, form, slope, part, part, known->noise, 2 * error + form->rounding);
}

static void bend_first(nw_affine *affine, nw_affine_form *form, double low, double high)
{
    if (affine->kink_count == affine->kink_room) {
        affine->kink_room = 2 * affine->kink_room + 64;
        affine->kinks = nw_grow(affine->kinks, affine->kink_room, sizeof *affine->kinks);
        affine->place = nw_grow(affine->place, affine->kink_room, sizeof *affine->place);
    }
    affine->place[affine->kink_count] = form->c[0] / steepness(form);
    nw_kink *now = &affine->kinks[affine->kink_count++];
    /* relu(t) - slope t is convex, 0 at 0, and greatest at an end of [low, high]: it lies in [0, 2 middle]. */
    double slope = high / (high - low), left = -slope * low, right = (1 - slope) * high;
    double most = (left > right ? left : right) * (1 + 0x1p-48) + NW_UNDERFLOW;
    *now = (nw_kink){*form, slope, 0.5 * most, new_noise(affine, form)};
    bend(affine, form, slope, now->middle, now->middle, now->noise, slope * form->rounding);
}

/* How far beyond a kink a form may reach by rounding alone. */
static double nothing_beside(const nw_affine_form *form)
{
    return 0x1p-44 * form->size + 2 * form->rounding;
}

/* What is left of a form that is 0 but for rounding. */
static void vanish(nw_affine_form *form, double rounding)
{
    *form = (nw_affine_form){.rounding = rounding > 0 ? rounding : 0};
}

static void apply_relu(nw_affine *affine, nw_affine_form *form)
{
    double low, high, factor, apart, nothing = nothing_beside(form);
    if (form->rounding == INFINITY)
        return;
    nw_affine_range(affine, &low, &high, form);
    if (high <= nothing) {
        vanish(form, high);
        return;
    }
    if (low >= -nothing) { /* relu(t) - t is at most -low */
        form->rounding = low < 0 ? (form->rounding - low) * (1 + 0x1p-30) : form->rounding;
        return;
    }
    long k = find_kink(affine, &factor, &apart, form);
    if (k != NO_KINK)
        bend_again(affine, form, &affine->kinks[k], factor, apart);
    else
        bend_first(affine, form, low, high);
}

/* min(relu(t), 1) = relu(t) - relu(t - 1); where the box reaches over both kinks the chord is better. */
static void apply_crelu(nw_affine *affine, nw_affine_form *form)
{
    double low, high, nothing = nothing_beside(form);
    if (form->rounding == INFINITY)
        return;
    nw_affine_range(affine, &low, &high, form);
    if (low < -nothing && high > 1 + nothing) {
        double slope = 1 / (high - low), left = -slope * low, right = 1 - slope * high, knee = 1 - slope;
        /* The values at low, 0, 1 and high, those between lie between; all are at most 1 but for rounding. */
        double least = fmin(fmin(left, right), 0), most = fmax(fmax(left, right), knee);
        double middle = 0.5 * (least + most), part = 0.5 * (most - least) + 0x1p-49;
        bend(affine, form, slope, middle, part, new_noise(affine, form), slope * form->rounding);
        return;
    }
    if (high <= 1 + nothing) { /* relu(t) is at most high - 1 above */
        apply_relu(affine, form);
        form->rounding += high > 1 ? (high - 1) * (1 + 0x1p-30) : 0;
        return;
    }
    /* Above 0: t - relu(t - 1); t below it is at most -low off. */
    nw_affine_form above = *form;
    form->rounding += low < 0 ? -low * (1 + 0x1p-30) : 0;
    above.c[0] -= 1;
    above.size += 1;
    above.rounding += NW_UNIT_ROUNDOFF * above.size;
    apply_relu(affine, &above);
    const nw_affine_form terms[2] = {*form, above};
    const double weights[2] = {1, -1};
    const nw_wires both = {.count = 2, .bias = NW_NO_PARAMETER};
    nw_affine_sum(affine, form, terms, &both, weights);
}

void nw_affine_apply(nw_affine *affine, nw_affine_form *out, nw_activation activation)
{
    if (activation == NW_RELU)
        apply_relu(affine, out);
    else if (activation == NW_CRELU)
        apply_crelu(affine, out);
}
