#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "target/grid.h"

size_t nw_signs_count(long side, int inputs)
{
    size_t count = 1;
    for (int axis = 0; axis < inputs; axis++) {
        count *= (size_t)side; /* at most 10^6 * 4097 */
        if (count > NW_MOST_SIGNS)
            return 0;
    }
    return count;
}

/* (-1)^(sum j_i) for sign number sum_i j_i side^(n-i). */
static char alternate_sign(size_t number, size_t side)
{
    size_t sum = 0;
    for (; number > 0; number /= side)
        sum += number % side;
    return sum % 2 == 0 ? '+' : '-';
}

static char *alternate_signs(long side, size_t count)
{
    char *signs = nw_alloc(count + 1, 1);
    for (size_t i = 0; i < count; i++)
        signs[i] = side > 1 ? alternate_sign(i, (size_t)side) : '+';
    return signs;
}

static char *plus_signs(size_t count)
{
    char *signs = nw_alloc(count + 1, 1);
    memset(signs, '+', count);
    return signs;
}

/* One draw a sign, in the order of their numbers. */
static char *random_signs(size_t count, unsigned long seed)
{
    char *signs = nw_alloc(count + 1, 1);
    gsl_rng *rng = nw_random_stream(seed, 0, 0);
    for (size_t i = 0; i < count; i++)
        signs[i] = gsl_rng_uniform_int(rng, 2) == 0 ? '+' : '-';
    gsl_rng_free(rng);
    return signs;
}

nw_status nw_signs_draw(nw_target *target, const char *text, nw_error *error)
{
    const char *family = target->family->name;
    long side = nw_grid_side(target);
    size_t count = nw_signs_count(side, target->inputs);
    unsigned long seed;
    if (count == 0)
        return nw_fail(error, NW_BAD_INPUT,
                       "target %s: M=%ld on %d axes makes more than %d signs; take a smaller M or n", family,
                       target->scale, target->inputs, NW_MOST_SIGNS);
    if (strcmp(text, "plus") == 0) {
        target->signs = plus_signs(count);
    } else if (strcmp(text, "alternate") == 0) {
        target->signs = alternate_signs(side, count);
    } else if (strncmp(text, "seed:", 5) == 0 && nw_seed_read(&seed, text + 5)) {
        target->signs = random_signs(count, seed);
    } else if (strspn(text, "+-") == strlen(text) && strlen(text) == count) {
        target->signs = nw_copy_text(text);
    } else if (strspn(text, "+-") == strlen(text)) {
        return nw_fail(error, NW_BAD_INPUT, "target %s: signs has %zu characters, and M=%ld on %d %s needs %zu", family,
                       strlen(text), target->scale, target->inputs, target->inputs == 1 ? "axis" : "axes", count);
    } else {
        return nw_fail(
            error, NW_BAD_INPUT,
            "target %s: signs=%.60s, and signs must be plus, alternate, seed:S with S from 0 to 2^64 - 1, or a "
            "string of %zu + and -",
            family, text, count);
    }
    return NW_OK;
}

char *nw_signs_text(const nw_target *target)
{
    size_t count = strlen(target->signs);
    if (strspn(target->signs, "+") == count)
        return nw_copy_text("plus");
    char *alternate = alternate_signs(nw_grid_side(target), count);
    bool same = strcmp(alternate, target->signs) == 0;
    free(alternate);
    return nw_copy_text(same ? "alternate" : target->signs);
}
