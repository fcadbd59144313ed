/* Stub of Windows' colour profiles: there are none. */
#define X __declspec(dllexport)
X int GetColorProfileFromHandle(void*a,void*b,void*c){return 0;} X int CloseColorProfile(void*a){return 1;} X void* WcsCreateIccProfile(void*a,int o){return 0;} X void* OpenColorProfileW(void*a,int b,int c,int d){return 0;}
int __stdcall DllMain(void*a,unsigned b,void*c){return 1;}
