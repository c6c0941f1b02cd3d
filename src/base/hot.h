/* Loops that carry the work.  NW_CLONES before a function compiles it for several generations of x86-64 and picks one
 * at run time; where that is not possible it is compiled once.  A file of such loops begins with NW_HOT_FILE, which
 * asks GCC for its full vectoriser; loops with selects want to know that nobody asks for floating-point exceptions,
 * which changes no value. */
#ifndef NW_BASE_HOT_H
#define NW_BASE_HOT_H

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && __GNUC__ >= 12
#define NW_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define NW_CLONES
#endif

#if defined(__GNUC__) && !defined(__clang__)
#define NW_HOT_FILE _Pragma("GCC optimize(\"O3\", \"no-trapping-math\")")
#else
#define NW_HOT_FILE
#endif

#endif
