# Configure checks of nwidth.
#
# Copyright (C) 2026 the nwidth authors
# License GPL-3.0-or-later; see COPYING.

# NW_PROG_CC_C17
# --------------
# Sets CC so that it compiles ISO C17 with GNU extensions, or stops.  The standard is named even where it is the
# compiler's default: a newer default (C23 gives bool, nullptr and () another meaning) must not change the program.
AC_DEFUN([NW_PROG_CC_C17],
[AC_REQUIRE([AC_PROG_CC])dnl
AC_CACHE_CHECK([for $CC option to compile C17], [nw_cv_prog_cc_c17],
  [nw_cv_prog_cc_c17=no
  nw_save_CC=$CC
  AC_LANG_CONFTEST([AC_LANG_SOURCE([[
#if __STDC_VERSION__ < 201710L
#error "older than C17"
#endif
#ifndef __has_include
#error "__has_include is missing"
#endif
#include <stdbool.h>
#include <stdnoreturn.h>
_Static_assert(_Generic(1.0, double: true, default: false), "_Generic");
static _Thread_local int here;
_Noreturn void leave(void);
int main(void) { return here; }
]])])
  for nw_option in -std=gnu17 -std=gnu18 ''; do
    CC="$nw_save_CC${nw_option:+ $nw_option}"
    AC_COMPILE_IFELSE([], [nw_cv_prog_cc_c17=${nw_option:-none}; break])
  done
  rm -f conftest.$ac_ext
  CC=$nw_save_CC])
AS_CASE([$nw_cv_prog_cc_c17],
  [no], [AC_MSG_ERROR([$CC does not compile C17; GCC 8, clang 6 and later do])],
  [none], [],
  [CC="$CC $nw_cv_prog_cc_c17"])
])

# NW_ARG_FEATURE(NAME, HELP)
# --------------------------
# --enable-NAME, off unless asked for; sets enable_NAME to yes or no.
AC_DEFUN([NW_ARG_FEATURE],
[AC_ARG_ENABLE([$1], [AS_HELP_STRING([--enable-$1], [$2])],
  [AS_CASE([$enableval], [yes|no], [],
    [AC_MSG_ERROR([--enable-$1 takes no value but yes or no, not '$enableval'])])],
  [enable_$1=no])])

# NW_ADD_CFLAGS(VARIABLE, FLAGS)
# ------------------------------
# Appends to VARIABLE each of FLAGS that the compiler takes without a complaint.
AC_DEFUN([NW_ADD_CFLAGS],
[m4_foreach_w([nw_Flag], [$2], [_NW_ADD_CFLAG([$1], m4_defn([nw_Flag]))])])

AC_DEFUN([_NW_ADD_CFLAG],
[AS_VAR_PUSHDEF([nw_cv], [nw_cv_cc_takes_$2])dnl
AC_CACHE_CHECK([whether $CC takes $2], [nw_cv],
  [nw_save_CFLAGS=$CFLAGS
  CFLAGS="$CFLAGS -Werror $2"
  AC_COMPILE_IFELSE([AC_LANG_SOURCE([[int main(void) { return 0; }]])],
    [AS_VAR_SET([nw_cv], [yes])], [AS_VAR_SET([nw_cv], [no])])
  CFLAGS=$nw_save_CFLAGS])
AS_VAR_IF([nw_cv], [yes], [AS_VAR_APPEND([$1], [" $2"])])
AS_VAR_POPDEF([nw_cv])])

# NW_NEED_CFLAGS(VARIABLE, FLAGS, MESSAGE)
# ----------------------------------------
# Appends FLAGS to VARIABLE when programs compile and link with them; otherwise stops with MESSAGE.
AC_DEFUN([NW_NEED_CFLAGS],
[AC_MSG_CHECKING([whether $CC links with $2])
nw_save_CFLAGS=$CFLAGS
CFLAGS="$CFLAGS $2"
AC_LINK_IFELSE([AC_LANG_SOURCE([[int main(void) { return 0; }]])],
  [AC_MSG_RESULT([yes])
  AS_VAR_APPEND([$1], [" $2"])],
  [AC_MSG_RESULT([no])
  AC_MSG_ERROR([$3])])
CFLAGS=$nw_save_CFLAGS])

# NW_AS_SYSTEM_INCLUDES(VARIABLE, FLAGS)
# --------------------------------------
# Sets VARIABLE to the preprocessor options among FLAGS, -IDIR written as -isystem DIR: our warnings are for our code,
# not for the headers of others.
AC_DEFUN([NW_AS_SYSTEM_INCLUDES],
[$1=
for nw_flag in $2; do
  AS_CASE([$nw_flag],
    [-I?*], [AS_VAR_APPEND([$1], [" -isystem $(AS_ECHO(["$nw_flag"]) | $SED 's/^-I//')"])],
    [-D?*|-U?*], [AS_VAR_APPEND([$1], [" $nw_flag"])])
done])

# NW_MISSING(TEXT)
# ----------------
# Notes a missing requirement; NW_REPORT_MISSING stops with all of them at once.
AC_DEFUN([NW_MISSING], [AS_VAR_APPEND([nw_missing], ["
  $1"])])

AC_DEFUN([NW_REPORT_MISSING],
[AS_IF([test -n "$nw_missing"],
  [AC_MSG_ERROR([these libraries are missing or too old:$nw_missing
Install them, or name their place with CPPFLAGS and LDFLAGS or PKG_CONFIG_PATH.  ./bootstrap build does it on Debian.])])])

# NW_WITH_FLAGS(CPPFLAGS, LIBS, COMMANDS)
# ---------------------------------------
# Runs COMMANDS with CPPFLAGS and LIBS in front of those of the configure run.
AC_DEFUN([NW_WITH_FLAGS],
[nw_save_CPPFLAGS=$CPPFLAGS
nw_save_LIBS=$LIBS
CPPFLAGS="$CPPFLAGS $1"
LIBS="$2 $LIBS"
$3
CPPFLAGS=$nw_save_CPPFLAGS
LIBS=$nw_save_LIBS])

# NW_CHECK_MODULE(NAME, MODULE, DEBIAN-PACKAGE)
# ---------------------------------------------
# A library that pkg-config knows: sets NAME_CPPFLAGS, NAME_LIBS and nw_name_version.
AC_DEFUN([NW_CHECK_MODULE],
[PKG_CHECK_MODULES([$1], [$2],
  [AS_TR_SH([nw_]m4_tolower([$1])[_version])=$($PKG_CONFIG --modversion m4_bpatsubst([$2], [ .*]))],
  [NW_MISSING([$2 (Debian package: $3)])])
NW_AS_SYSTEM_INCLUDES([$1_CPPFLAGS], [$$1_CFLAGS])
AC_SUBST([$1_CPPFLAGS])])

# NW_CHECK_GMP, NW_CHECK_MPFR(VERSION)
# ------------------------------------
# With pkg-config's help where it has any, and without it where header and library stand on the ordinary paths.
AC_DEFUN([NW_CHECK_GMP],
[PKG_CHECK_EXISTS([gmp], [
  GMP_LIBS=$($PKG_CONFIG --libs gmp)
  nw_flags=$($PKG_CONFIG --cflags gmp)
  nw_pc_gmp=gmp
], [
  GMP_LIBS=-lgmp
  nw_flags=
  nw_pc_gmp=
])
NW_AS_SYSTEM_INCLUDES([GMP_CPPFLAGS], [$nw_flags])
AC_MSG_CHECKING([for GMP])
nw_gmp_version=
NW_WITH_FLAGS([$GMP_CPPFLAGS], [$GMP_LIBS], [
  AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <gmp.h>]], [[mpz_t n; mpz_init(n); mpz_clear(n);]])],
    [AC_COMPUTE_INT([nw_gmp_major], [__GNU_MP_VERSION], [#include <gmp.h>])
    AC_COMPUTE_INT([nw_gmp_minor], [__GNU_MP_VERSION_MINOR], [#include <gmp.h>])
    AC_COMPUTE_INT([nw_gmp_patch], [__GNU_MP_VERSION_PATCHLEVEL], [#include <gmp.h>])
    nw_gmp_version=$nw_gmp_major.$nw_gmp_minor.$nw_gmp_patch])
])
AC_MSG_RESULT([${nw_gmp_version:-no}])
AS_VAR_IF([nw_gmp_version], [], [NW_MISSING([GMP (Debian package: libgmp-dev)])])
AC_SUBST([GMP_CPPFLAGS])
AC_SUBST([GMP_LIBS])])

AC_DEFUN([NW_CHECK_MPFR],
[AC_REQUIRE([NW_CHECK_GMP])dnl
PKG_CHECK_EXISTS([mpfr], [
  MPFR_LIBS=$($PKG_CONFIG --libs mpfr)
  nw_flags=$($PKG_CONFIG --cflags mpfr)
  nw_pc_mpfr=mpfr
], [
  MPFR_LIBS="-lmpfr"
  nw_flags=
  nw_pc_mpfr=
])
NW_AS_SYSTEM_INCLUDES([MPFR_CPPFLAGS], [$nw_flags])
AC_MSG_CHECKING([for MPFR >= $1])
nw_mpfr_version=
NW_WITH_FLAGS([$MPFR_CPPFLAGS $GMP_CPPFLAGS], [$MPFR_LIBS $GMP_LIBS], [
  AC_LINK_IFELSE([AC_LANG_PROGRAM([[
#include <mpfr.h>
#if MPFR_VERSION < MPFR_VERSION_NUM(]m4_translit([$1], [.], [,])[)
#error "too old"
#endif]], [[mpfr_t x; mpfr_init2(x, 64); mpfr_clear(x);]])],
    [AC_COMPUTE_INT([nw_mpfr_major], [MPFR_VERSION_MAJOR], [#include <mpfr.h>])
    AC_COMPUTE_INT([nw_mpfr_minor], [MPFR_VERSION_MINOR], [#include <mpfr.h>])
    AC_COMPUTE_INT([nw_mpfr_patch], [MPFR_VERSION_PATCHLEVEL], [#include <mpfr.h>])
    nw_mpfr_version=$nw_mpfr_major.$nw_mpfr_minor.$nw_mpfr_patch])
])
AC_MSG_RESULT([${nw_mpfr_version:-no}])
AS_VAR_IF([nw_mpfr_version], [], [NW_MISSING([MPFR >= $1 (Debian package: libmpfr-dev)])])
AC_SUBST([MPFR_CPPFLAGS])
AC_SUBST([MPFR_LIBS])
# nwidth.h includes gmp.h and mpfr.h: what is built on libnwidth needs both.
NW_PC_REQUIRES=
NW_PC_LIBS=
AS_VAR_IF([nw_pc_mpfr], [], [AS_VAR_APPEND([NW_PC_LIBS], [" $MPFR_LIBS"])],
  [AS_VAR_APPEND([NW_PC_REQUIRES], [" mpfr >= $1"])])
AS_VAR_IF([nw_pc_gmp], [], [AS_VAR_APPEND([NW_PC_LIBS], [" $GMP_LIBS"])],
  [AS_VAR_APPEND([NW_PC_REQUIRES], ["${NW_PC_REQUIRES:+,} gmp"])])
AC_SUBST([NW_PC_REQUIRES])
AC_SUBST([NW_PC_LIBS])])

# NW_CHECK_FLINT
# --------------
# FLINT >= 3.0, which contains Arb (<flint/arb.h>, -lflint), or FLINT >= 2.9 with Arb 2 (2.23 is tried) beside it (<arb.h>, and
# -larb, which Debian calls -lflint-arb).  Sets FLINT_CPPFLAGS, FLINT_LIBS, nw_flint_summary; defines HAVE_FLINT3 for
# the first.  src/base/arb_compat.h makes the same choice with __has_include.
AC_DEFUN([NW_CHECK_FLINT],
[AC_REQUIRE([NW_CHECK_MPFR])dnl
nw_flint=no
nw_flags=
nw_flint_libs=-lflint
# FLINT 3 ships flint.pc; FLINT 2 did not.
PKG_CHECK_EXISTS([flint >= 3.0], [
  nw_flags=$($PKG_CONFIG --cflags flint)
  nw_flint_libs=$($PKG_CONFIG --libs flint)
])
NW_AS_SYSTEM_INCLUDES([FLINT_CPPFLAGS], [$nw_flags])
NW_WITH_FLAGS([$FLINT_CPPFLAGS $MPFR_CPPFLAGS $GMP_CPPFLAGS], [], [
  AC_MSG_CHECKING([for FLINT >= 3.0])
  LIBS="$nw_flint_libs $MPFR_LIBS $GMP_LIBS $nw_save_LIBS"
  AC_LINK_IFELSE([_NW_FLINT_PROGRAM([flint/arb.h], [30000])], [nw_flint=3])
  AS_VAR_IF([nw_flint], [3], [AC_MSG_RESULT([yes])], [AC_MSG_RESULT([no])])
  AS_VAR_IF([nw_flint], [no], [
    AC_MSG_CHECKING([for FLINT >= 2.9 with Arb 2])
    for nw_arb in -lflint-arb -larb; do
      nw_flint_libs="$nw_arb -lflint"
      LIBS="$nw_flint_libs $MPFR_LIBS $GMP_LIBS $nw_save_LIBS"
      AC_LINK_IFELSE([_NW_FLINT_PROGRAM([arb.h], [20900])], [nw_flint=2; break])
    done
    AS_VAR_IF([nw_flint], [2], [AC_MSG_RESULT([yes, $nw_arb])], [AC_MSG_RESULT([no])])
  ])
  AS_VAR_IF([nw_flint], [no], [], [
    AC_COMPUTE_INT([nw_flint_release], [__FLINT_RELEASE], [#include <flint/flint.h>])
    nw_flint_version=$(expr $nw_flint_release / 10000).$(expr $nw_flint_release / 100 % 100).$(expr $nw_flint_release % 100)
  ])
])
FLINT_LIBS="$nw_flint_libs"
AS_CASE([$nw_flint],
  [3], [nw_flint_summary="FLINT $nw_flint_version (Arb inside)"
    AC_DEFINE([HAVE_FLINT3], [1], [Define to 1 if Arb is part of FLINT, as it is from FLINT 3 on.])],
  [2], [nw_flint_summary="FLINT $nw_flint_version with Arb beside it ($nw_arb)"],
  [NW_MISSING([FLINT >= 3.0 (Debian package: libflint-dev), or FLINT >= 2.9 with Arb 2 (libflint-dev libflint-arb-dev)])])
AC_SUBST([FLINT_CPPFLAGS])
AC_SUBST([FLINT_LIBS])])

# _NW_FLINT_PROGRAM(ARB-HEADER, RELEASE)
AC_DEFUN([_NW_FLINT_PROGRAM],
[AC_LANG_PROGRAM([[
#include <stdio.h>
#include <mpfr.h>
#include <flint/flint.h>
#include <$1>
#if __FLINT_RELEASE < $2
#error "too old"
#endif]], [[
arb_t x;
arb_init(x);
arb_set_str(x, "2.385", 128);
arb_clear(x);
flint_cleanup();]])])

# NW_CHECK_PTHREAD
# ----------------
# Threads: PTHREAD_LIBS is what links them, empty where the C library has them.
AC_DEFUN([NW_CHECK_PTHREAD],
[PTHREAD_LIBS=
nw_save_LIBS=$LIBS
AC_SEARCH_LIBS([pthread_create], [pthread], [],
  [NW_MISSING([POSIX threads])])
LIBS=$nw_save_LIBS
AS_CASE([$ac_cv_search_pthread_create],
  [-l*], [PTHREAD_LIBS=$ac_cv_search_pthread_create])
AC_SUBST([PTHREAD_LIBS])])

# NW_CHECK_MPI
# ------------
# With --with-mpi: Open MPI, by pkg-config or else by what mpicc says.  Sets MPI_CPPFLAGS, which defines NW_WITH_MPI, and
# MPI_LIBS; both are empty without.
AC_DEFUN([NW_CHECK_MPI],
[MPI_CPPFLAGS=
MPI_LIBS=
AS_VAR_IF([with_mpi], [yes], [
  nw_flags=
  PKG_CHECK_EXISTS([ompi-c], [
    nw_flags=$($PKG_CONFIG --cflags ompi-c)
    MPI_LIBS=$($PKG_CONFIG --libs ompi-c)
  ], [
    nw_flags=$(mpicc --showme:compile 2>/dev/null)
    MPI_LIBS=$(mpicc --showme:link 2>/dev/null)
  ])
  NW_AS_SYSTEM_INCLUDES([MPI_CPPFLAGS], [$nw_flags])
  AC_MSG_CHECKING([for MPI])
  nw_mpi=no
  NW_WITH_FLAGS([$MPI_CPPFLAGS], [$MPI_LIBS], [
    AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <mpi.h>]], [[MPI_Finalize();]])], [nw_mpi=yes])
  ])
  AC_MSG_RESULT([$nw_mpi])
  AS_VAR_IF([nw_mpi], [no], [NW_MISSING([MPI, which --with-mpi asks for (Debian package: libopenmpi-dev)])])
  AS_VAR_APPEND([MPI_CPPFLAGS], [" -DNW_WITH_MPI"])
])
AC_SUBST([MPI_CPPFLAGS])
AC_SUBST([MPI_LIBS])
AM_CONDITIONAL([WITH_MPI], [test "x$with_mpi" = xyes])])
